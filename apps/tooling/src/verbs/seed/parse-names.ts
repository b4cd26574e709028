import { splitNames, UsageError } from '@agora/cli';
import { didYouMean, meant } from '@agora/core';

/**
 * The names of an option, each of which must be known.
 * @param what one of them is, in words.
 * @throws UsageError
 */
export function parseNames(
  option: string,
  given: readonly string[],
  known: readonly string[],
  what: string,
): readonly string[] {
  const names = splitNames(option, given) ?? [];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `${option}: there is no ${what} "${unknown}".`,
    ...meant(didYouMean(unknown, known)),
    fix: `Use one of: ${known.join(', ')}.`,
  });
}
