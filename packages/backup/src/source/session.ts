import type { Catalog, CatalogObject } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import {
  assertOwnSession,
  type Client,
  failedWith,
  serverError,
  SQLSTATE,
  withConnection,
  withParameters,
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
  default_transaction_isolation: 'read committed',
  idle_session_timeout: '0',
  transaction_timeout: '0',
  // How definitions are printed, and what a text or a list means.
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
};

/**
 * A connection on which rows have one form.
 * @throws postgres.pooled_connection: whoever is lent the session next would have these settings
 */
export function withSession<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  return withConnection({ url, applicationName: 'agora backup' }, async (client) => {
    await assertOwnSession(client);
    // No version knows all of them; what SQL_ASCII holds may be in no encoding at all.
    await client.query(
      `SELECT set_config(s.name, CASE WHEN w.name = 'client_encoding' AND getdatabaseencoding() = 'SQL_ASCII'
          THEN 'SQL_ASCII' ELSE w.value END, false)
         FROM jsonb_each_text($1) w (name, value) JOIN pg_catalog.pg_settings s ON lower(s.name) = w.name`,
      [JSON.stringify(SETTINGS)],
    );
    return use(client);
  });
}

/**
 * The URL of a restored database for sessions that its login triggers must not see: what they write is not of the backup.
 * Servers that have such triggers know the setting, and who could make them may set it.
 */
export function withoutLoginTriggers(url: string, { objects }: Pick<Catalog, 'objects'>): string {
  if (![...objects.values()].some(isLogin)) return url;
  const given = new URLSearchParams(url.split('?')[1]).get('options');
  return withParameters(url, { options: `${given ?? ''} -c event_triggers=off`.trim() });
}

const isLogin = ({ kind, definition }: CatalogObject): boolean =>
  kind === 'event trigger' && definition['event'] === 'login';

/**
 * Runs something again with the search path of a database, where a function that it calls finds a name only there: one
 * that was written without `SET search_path`.
 * @param settings of the database, `name=value`
 * @param work leaves nothing behind when it fails
 */
export async function withOwnPath<T>(
  client: Client,
  settings: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { undefinedTable, undefinedFunction, undefinedObject } = SQLSTATE;
    if (!failedWith(error, undefinedTable, undefinedFunction, undefinedObject)) throw error;
    const own = settings.find((one) => one.startsWith('search_path='))?.slice('search_path='.length);
    // Not SET, which takes no empty path as it is printed: "".
    await client.query(`SELECT set_config('search_path', $1, false)`, [
      `pg_catalog, ${own || '"$user", public'}`,
    ]);
    try {
      return await work();
    } finally {
      await client.query(`SET search_path = ${SETTINGS['search_path']}`);
    }
  }
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
