import { type OptionSpec, text, UsageError } from '@agora/cli';

/** `--community`, of every verb. */
export const communityOption: OptionSpec<string | undefined> = text('community', 'its slug or id; needed');

/**
 * The value of an option that has no sensible default.
 * @throws UsageError `cli.missing_value`
 */
export function needed(value: string | undefined, option: string, command: string): string {
  if (value !== undefined) return value;
  throw new UsageError({
    code: 'cli.missing_value',
    message: `${command} wants ${option}.`,
    fix: `${command} --help`,
  });
}
