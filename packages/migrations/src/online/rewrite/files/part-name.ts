/** A name may have 255 bytes on disk. */
const LONGEST = 240;

/**
 * Names of the folders of parts: the first keeps that of the original, each other has a second more, where the name begins
 * with a time of fourteen digits, and its suffix. Where the next migration comes too soon for that, they are numbered.
 * @param next the migration after the original
 */
export function partNames(
  original: string,
  suffixes: readonly string[],
  next: string | undefined,
): readonly string[] {
  const timed = suffixes.map((suffix, index) => partName(original, index, suffix));
  const fits = next === undefined || timed.every((name) => name.localeCompare(next) < 0);
  return fits ? timed : suffixes.map((suffix, index) => partName(original, index, suffix, true));
}

/** The name of one of them, by its place. */
function partName(original: string, index: number, suffix: string, numbered = false): string {
  if (index === 0) return original;
  const [, stamp, rest = ''] = (numbered ? undefined : /^(\d{14})(_.*)?$/s.exec(original)) ?? [];
  const later = stamp === undefined ? undefined : secondsLater(stamp, index);
  const end = `_${suffix}`;
  const begin = later === undefined ? `${original}_${String(index + 1).padStart(2, '0')}` : `${later}${rest}`;
  return begin.slice(0, LONGEST - end.length) + end;
}

const digits = (date: Date): string => date.toISOString().replaceAll(/\D/g, '').slice(0, 14);

function secondsLater(stamp: string, seconds: number): string | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  // Digits that are no time are only a number.
  const isTime = digits(new Date(Date.UTC(year, month - 1, day, hour, minute, second))) === stamp;
  if (!isTime) return String(BigInt(stamp) + BigInt(seconds)).padStart(14, '0');
  return digits(new Date(Date.UTC(year, month - 1, day, hour, minute, second + seconds)));
}
