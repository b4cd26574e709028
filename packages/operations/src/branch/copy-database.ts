import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Client,
  failedWith,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  readServerVersion,
} from '@agora/postgres';

/** How the files were copied: shared until written where the file system can, by the server's own way elsewhere. */
export type CopyMethod = 'clone' | 'copy';

/**
 * Copies a database by its files. Nobody can come into the source meanwhile: the server holds it.
 * @throws the server's error; 55006 when somebody is in the source
 */
export async function copyDatabase(client: Client, source: string, target: string): Promise<CopyMethod> {
  const version = await readServerVersion(client);
  const { rows } = await client.query<{ owner: string }>(
    `SELECT pg_catalog.pg_get_userbyid(datdba) AS owner FROM pg_catalog.pg_database
      WHERE datname = $1 AND pg_catalog.pg_has_role(datdba, $2)`,
    [source, version < 160_000 ? 'MEMBER' : 'SET'],
  );
  const { owner } = rows[0] ?? {};
  const sql = [
    `CREATE DATABASE ${quoteIdentifier(target)} TEMPLATE ${quoteIdentifier(source)}`,
    ...(owner === undefined ? [] : [`OWNER ${quoteIdentifier(owner)}`]),
  ].join(' ');
  if (version >= 180_000 && (await clones(client, sql))) return 'clone';
  await client.query(sql);
  return 'copy';
}

/** Whether it was made so; false where the server or its file system cannot. */
async function clones(client: Client, sql: string): Promise<boolean> {
  try {
    await client.query("SET file_copy_method = 'clone'");
    await client.query(`${sql} STRATEGY file_copy`);
    return true;
  } catch (error) {
    const { objectInUse, insufficientPrivilege, duplicateDatabase, queryCanceled, diskFull } = SQLSTATE;
    const isOther = failedWith(
      error,
      objectInUse,
      insufficientPrivilege,
      duplicateDatabase,
      queryCanceled,
      diskFull,
    );
    if (isOther) throw error;
    return false;
  } finally {
    // A connection that is gone has no setting to put back.
    await client.query('RESET file_copy_method').catch(() => undefined);
  }
}

/** What belongs to a database and not to its files: settings and rights. */
export async function copyAttributes(
  client: Client,
  source: string,
  target: string,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const sql of [
    ...(await settingsOf(client, source, target)),
    ...(await rightsOf(client, source, target)),
  ]) {
    try {
      await client.query(sql);
    } catch (error) {
      failed.push(`${sql}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

async function settingsOf(client: Client, source: string, target: string): Promise<string[]> {
  const { rows } = await client.query<{ role: string | null; name: string; value: string }>(
    `SELECT r.rolname AS role, split_part(c.one, '=', 1) AS name, substr(c.one, strpos(c.one, '=') + 1) AS value
       FROM pg_catalog.pg_db_role_setting s
       JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
      CROSS JOIN LATERAL unnest(s.setconfig) AS c (one) WHERE d.datname = $1`,
    [source],
  );
  return rows.map(({ role, name, value }) => {
    const database = quoteIdentifier(target);
    const of =
      role === null ? `DATABASE ${database}` : `ROLE ${quoteIdentifier(role)} IN DATABASE ${database}`;
    return `ALTER ${of} SET ${name.split('.').map(quoteIdentifier).join('.')} TO ${settingValue(name, value)}`;
  });
}

/** Lists of names are kept quoted already. */
function settingValue(name: string, value: string): string {
  const isList = /^(?:search_path|temp_tablespaces|(?:local|session|shared)_preload_libraries)$/.test(name);
  return isList && value !== '""' ? value : quoteLiteral(value === '""' ? '' : value);
}

async function rightsOf(client: Client, source: string, target: string): Promise<string[]> {
  const { rows } = await client.query<{ right: string; grantee: string | null; grantable: boolean }>(
    `SELECT a.privilege_type AS right, r.rolname AS grantee, a.is_grantable AS grantable
       FROM pg_catalog.pg_database d CROSS JOIN LATERAL pg_catalog.aclexplode(d.datacl) a
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
      WHERE d.datname = $1 AND a.grantee <> d.datdba`,
    [source],
  );
  const { rows: own } = await client.query(
    'SELECT FROM pg_catalog.pg_database WHERE datname = $1 AND datacl IS NOT NULL',
    [source],
  );
  if (own.length === 0) return [];
  const database = quoteIdentifier(target);
  return [
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    ...rows.map(
      ({ right, grantee, grantable }) =>
        `GRANT ${right} ON DATABASE ${database} TO ${grantee === null ? 'PUBLIC' : quoteIdentifier(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`,
    ),
  ];
}

/** Does something again and again, ten times a second, while another thing is under way. */
export async function during<T>(work: Promise<T>, again: () => Promise<void>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, sleep(100, false)]))) await again();
  return work;
}
