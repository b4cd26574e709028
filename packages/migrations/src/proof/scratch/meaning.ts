import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

/** Settings by which the same script makes another schema, or other rows. */
const OF_MEANING: ReadonlySet<string> = new Set([
  'array_nulls',
  'backslash_quote',
  'check_function_bodies',
  'createrole_self_grant',
  'datestyle',
  'default_table_access_method',
  'default_text_search_config',
  'default_toast_compression',
  'intervalstyle',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'standard_conforming_strings',
  'timezone',
  'transform_null_equals',
  'xmlbinary',
  'xmloption',
]);

/** What a role or a database may have set for its application, and would end a long script, or stop it. */
const IN_THE_WAY: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'off',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  lock_timeout: '0',
  transaction_timeout: '0',
};

/** A setting, both sides as SQL. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/**
 * What a session of the database has been given by ALTER DATABASE and ALTER ROLE, as far as a script means something else
 * by it, those of the application's own (`app.tenant`) included; and limits undone.
 */
export async function readMeaning(client: Client): Promise<readonly Setting[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT DISTINCT ON (1) lower(pg_catalog.split_part(c, '=', 1)) AS name,
            pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1) AS value
       FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
      WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
        AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
      ORDER BY 1, s.setrole = 0, s.setdatabase = 0`,
  );
  return rows.flatMap(({ name, value }) => {
    const undone = IN_THE_WAY[name];
    if (undone !== undefined) return [{ name, value: undone }];
    return OF_MEANING.has(name) || name.includes('.')
      ? [{ name: name.split('.').map(quoteIdentifier).join('.'), value: quoteLiteral(value) }]
      : [];
  });
}
