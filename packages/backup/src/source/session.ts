import { AgoraError } from '@agora/core';
import {
  assertOwnSession,
  type Client,
  failedWith,
  serverError,
  SQLSTATE,
  withConnection,
} from '@agora/postgres';

/** Rows read and write the same whatever the settings of the role, the database or the server. */
const SETTINGS: Readonly<Record<string, string>> = {
  client_encoding: 'UTF8',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  search_path: 'pg_catalog',
  // Rather an error than rows that are missing.
  row_security: 'off',
  synchronize_seqscans: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  check_function_bodies: 'off',
  default_transaction_read_only: 'off',
};

/**
 * A connection on which rows have one form.
 * @throws postgres.pooled_connection: whoever is lent the session next would have these settings
 */
export function withSession<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  return withConnection({ url, applicationName: 'agora backup' }, async (client) => {
    await assertOwnSession(client);
    const settings = Object.entries(SETTINGS).map(
      ([name, value]) => `set_config('${name}', '${value}', false)`,
    );
    await client.query(`SELECT ${settings.join(', ')}`);
    return use(client);
  });
}

/** What a policy hides is an error of its own. */
export function hiddenRows(error: unknown, table: string): unknown {
  const found = serverError(error);
  if (!found || !failedWith(error, SQLSTATE.insufficientPrivilege)) return error;
  return new AgoraError({
    code: 'backup.rows_hidden',
    message: `Not all rows of ${table} can be read.`,
    why: found.message,
    fix: 'Make the backup as a role that may read every table and that no policy binds: a superuser, or one with BYPASSRLS and pg_read_all_data.',
    cause: error,
  });
}
