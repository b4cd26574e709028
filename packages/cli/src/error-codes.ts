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
  'cli.no_receivers': 'A notice was to be sent, and the environment names nobody to send it to.',
  'cli.not_sent': 'A collector did not take the figures of agora metrics.',
  'cli.branch_refused': 'Branches of a database are for development, and this is another environment.',
  'cli.branch_current': 'The branch is the one that the development URL means now.',
  'cli.fault': 'Something unexpected: a bug, shown with its stack.',
  'cli.interrupted': 'Ctrl-C was pressed before the work was done.',
  'doctor.node_version': 'Node is older than Prisma and Agora need.',
  'doctor.no_engine': 'Prisma’s engine, which writes and checks migrations, is not installed.',
  'doctor.prisma_version': 'Prisma is not installed, too old, or of another version than its client.',
  'doctor.server_version': 'PostgreSQL is older or newer than what Agora works with.',
  'doctor.read_only': 'The database takes no writes: a replica, or a setting.',
  'doctor.pooler': 'The connection leads through a transaction pooler.',
  'doctor.no_create': 'The role may make nothing in the schema of the history.',
  'doctor.not_owner': 'The role does not own tables that migrations may alter.',
  'doctor.no_create_database':
    'The role may make no temporary databases, and no other server is named for them.',
  'doctor.superuser': 'Migrations run as a superuser in production.',
  'doctor.no_connections_left': 'The server has no connections left for a deploy.',
  'doctor.idle_timeout': 'The server ends a transaction that pauses for less time than a migration may.',
  'doctor.missing_extension': 'The server lacks an extension that the history makes.',
  'doctor.history_unreadable': 'The role may not read the history of migrations.',
  'doctor.half_applied': 'A migration stopped on the way.',
  'doctor.missing_down': 'Migrations have no way back.',
  'doctor.unproven_down': 'Ways back are not proven as they are now.',
  'doctor.drift': 'The database differs from its history.',
  'doctor.invalid_index': 'Indexes are not valid.',
  'doctor.disk': 'There is little room on the disk of .agora.',
  'doctor.ignored': 'git ignores what must be committed.',
  'doctor.not_ignored': 'git does not ignore .agora.',
} as const;

export type CliErrorCode = keyof typeof errorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof errorCodes> {}
}
