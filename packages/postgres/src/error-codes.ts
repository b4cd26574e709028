import type { Table } from '@agora/core';

import { type ConditionName, sqlConditions } from './errors/sql-conditions.ts';

/** Codes of faults this package finds itself, before or beside the server. */
const ownCodes = {
  'postgres.invalid_url': 'The database URL cannot be understood.',
  'postgres.connection_refused': 'Nothing listens at the host and port of the database URL.',
  'postgres.host_not_found': 'The host name of the database URL does not resolve.',
  'postgres.host_unreachable': 'No route leads to the host of the database URL.',
  'postgres.connect_timeout': 'The server did not answer within the connect timeout.',
  'postgres.connection_lost': 'The server or the network closed a connection in use.',
  'postgres.password_missing': 'The server asks for a password and the URL has none.',
  'postgres.certificate_unreadable':
    'A certificate or key that the database URL names cannot be read or used.',
  'postgres.tls_failed': 'The encrypted connection could not be agreed on.',
  'postgres.sql_error': 'The server refused a statement, with a SQLSTATE that has no entry of its own.',
  'postgres.unexpected_error': 'An error that did not come from the server or the network.',
  'postgres.nested_transaction': 'A transaction was begun inside another on the same connection.',
  'postgres.transaction_aborted':
    'A transaction was committed after one of its statements failed, so nothing was kept.',
  'postgres.lock_not_available': 'Another session holds the advisory lock.',
  'postgres.pooled_connection': 'Locks or settings of a session were wanted through a transaction pooler.',
  'postgres.read_only': 'The URL wants a server that takes writes, and the one that answers is a replica.',
  'postgres.invalid_name': 'A database name or identifier cannot be used in PostgreSQL.',
  'postgres.not_temporary': 'A database without the temporary prefix was about to be dropped.',
  'postgres.copy_invalid_value': 'A value given to COPY cannot be stored as text in PostgreSQL.',
  'postgres.copy_row_width': 'A row given to COPY has more or fewer values than there are columns.',
  'postgres.branch_unreadable':
    'The file that says which branch of the development database is meant is damaged.',
  'postgres.workspace_not_found': 'No folder above the given one holds a pnpm-workspace.yaml.',
  'postgres.embedded_unsupported_platform': 'There are no embedded PostgreSQL binaries for this platform.',
  'postgres.embedded_binaries_missing': 'The package with the embedded PostgreSQL binaries is not installed.',
  'postgres.embedded_directory_not_writable':
    'The folder of the embedded server cannot be created or written.',
  'postgres.embedded_directory_foreign': 'The data folder holds something that is not a database cluster.',
  'postgres.embedded_wrong_owner': 'The data folder belongs to another user of this machine.',
  'postgres.embedded_version_mismatch': 'The data folder was made by another major version of PostgreSQL.',
  'postgres.embedded_disk_full': 'The disk has no space left for the embedded server.',
  'postgres.embedded_root_refused':
    'PostgreSQL refuses to run as root and no way to another identity was found.',
  'postgres.embedded_no_free_port': 'Every port that the embedded server may use is busy.',
  'postgres.embedded_locked':
    'Another process has been starting or stopping the embedded server for too long.',
  'postgres.embedded_init_failed': 'initdb could not make the data folder.',
  'postgres.embedded_start_failed': 'The embedded server did not start.',
  'postgres.no_programs': 'The programs of a major version of PostgreSQL are not on this machine.',
  'postgres.embedded_stop_failed': 'The embedded server did not stop.',
} as const satisfies Record<string, string>;

/** A code of a fault that this package finds itself. */
export type PostgresErrorCode = keyof typeof ownCodes;

/** Every error code of this package with its meaning in one line; the server's conditions are derived from {@link sqlConditions}. */
export const postgresErrorCodes: Readonly<Record<string, string>> = Object.freeze({
  ...ownCodes,
  ...Object.fromEntries(
    Object.entries(sqlConditions).map(([state, condition]) => [
      `postgres.${condition.name}`,
      `${condition.meaning} (SQLSTATE ${state})`,
    ]),
  ),
});

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof ownCodes>, Record<`postgres.${ConditionName}`, string> {}
}
