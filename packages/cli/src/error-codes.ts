import type { Table } from '@agora/core';

/** Every error code of this package, with its meaning in one line. */
export const errorCodes = {
  'cli.unknown_command': 'The first words of the command line name no command.',
  'cli.ambiguous_word': 'A word of another tool that can mean several things here; they are listed.',
  'cli.unknown_option': 'The command has no option of that name.',
  'cli.missing_argument': 'The command wants an argument that was not given.',
  'cli.missing_value': 'An option that takes a value was given without one.',
  'cli.excess_arguments': 'More arguments were given than the command takes.',
  'cli.invalid_value': 'The value of an option or argument is not one of those it takes.',
  'cli.contradiction': 'Options were given that exclude each other.',
  'cli.invalid_usage': 'The command line cannot be understood for another reason.',
  'cli.not_confirmed': 'A destructive command was not confirmed with the name of its database.',
  'cli.server_not_running':
    'The command needs the embedded server, which does not run, and may not start it.',
  'cli.no_shadow_database': 'The database that shadowDatabaseUrl names does not exist.',
  'cli.file_system': 'A file or folder cannot be read or written; the disk may be full or read-only.',
  'cli.fault': 'Something unexpected: a bug, shown with its stack.',
  'cli.interrupted': 'Ctrl-C was pressed before the work was done.',
} as const;

export type CliErrorCode = keyof typeof errorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof errorCodes> {}
}
