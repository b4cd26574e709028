import { UsageError } from '@agora/cli';

/** A hundred users: fewer are no community. */
const LEAST = 0.01;

/**
 * How many tens of thousands of users `--scale` asks for.
 * @throws UsageError
 */
export function parseScale(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const scale = Number(given);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(given) && scale >= LEAST) return scale;
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `"${given}" is no scale.`,
    why: `It counts tens of thousands of users, from ${LEAST} (a hundred) on, with up to three decimals.`,
    fix: 'Write it as 5 or 0.1.',
  });
}
