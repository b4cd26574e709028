import { UsageError } from '@agora/cli';

/** ISO 8601 only: `new Date` reads "1" as 2001. Ids hold the time since 1970, and the forum opens 90 days before. */
const DATE = /^(?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const EARLIEST = Date.UTC(1971, 0, 1);

/**
 * A moment as `--reference-date` takes it.
 * @throws UsageError
 */
export function parseDate(given: string | undefined): Date | undefined {
  if (given === undefined) return undefined;
  if (DATE.test(given)) {
    const date = new Date(given);
    const day = given.slice(0, 10);
    // To `new Date`, 30 February is the second of March.
    const midnight = new Date(`${day}T00:00Z`);
    const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
    if (exists && date.getTime() >= EARLIEST) return date;
  }
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `"${given}" is not a date from 1971 on.`,
    fix: 'Write it as 2026-11-20 or 2026-11-20T18:00:00Z.',
  });
}
