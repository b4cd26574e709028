import { UsageError } from './usage-error.ts';

/**
 * `--only a,b --only c` is three names; none given is undefined. Given and empty is a mistake, perhaps a variable that
 * was not set, and must not mean everything.
 * @throws UsageError
 */
export function splitNames(option: string, given: readonly string[]): readonly string[] | undefined {
  const names = given.flatMap((words) => words.split(',')).flatMap((name) => name.trim() || []);
  if (given.length > 0 && names.length === 0)
    throw new UsageError({
      code: 'cli.invalid_value',
      message: `${option} names nothing.`,
      fix: `Name one or more: ${option} a,b`,
    });
  return given.length === 0 ? undefined : names;
}
