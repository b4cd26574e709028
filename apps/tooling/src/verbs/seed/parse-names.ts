import { UsageError } from '@agora/cli';
import { didYouMean, meant } from '@agora/core';

/**
 * `--only a,b --only c` is three names; none given is none. Given and empty is a mistake, perhaps a variable that was
 * not set, and must not mean everything.
 * @param what one of them is, in words.
 * @throws UsageError
 */
export function parseNames(
  option: string,
  given: readonly string[],
  known: readonly string[],
  what: string,
): string[] {
  const names = given.flatMap((words) => words.split(',')).flatMap((name) => name.trim() || []);
  const fix = `Use one of: ${known.join(', ')}.`;
  if (given.length > 0 && names.length === 0) {
    throw new UsageError({ code: 'cli.invalid_value', message: `${option} names nothing.`, fix });
  }
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `${option}: there is no ${what} "${unknown}".`,
    ...meant(didYouMean(unknown, known)),
    fix,
  });
}
