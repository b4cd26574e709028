import { type Client, quoteIdentifier } from '@agora/postgres';

import { copyAttributes } from '../../branch/copy-database.ts';
import type { Journal } from '../journal/journal.ts';
import { commentSql } from './rename.ts';

/**
 * Gives the restored database what belongs to the old one and not to its files, as it is now and not as of the backup:
 * settings, also of roles in it, rights, limit, comment and owner.
 * @returns what could not be given, with the reason
 */
export async function giveAttributes(client: Client, journal: Journal): Promise<readonly string[]> {
  const { old, restored, was } = journal;
  if (old === null || was === null) return [];
  const failed: string[] = [];
  const run = async (sql: string): Promise<void> => {
    await client.query(sql).catch((error: unknown) => {
      failed.push(`${sql}: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  for (const sql of await clearing(client, restored)) await run(sql);
  failed.push(...(await copyAttributes(client, old, restored)));
  const name = quoteIdentifier(restored);
  if (was.limit >= 0) await run(`ALTER DATABASE ${name} WITH CONNECTION LIMIT ${was.limit}`);
  await run(commentSql(restored, was.comment));
  await run(`ALTER DATABASE ${name} OWNER TO ${quoteIdentifier(await ownerOf(client, old))}`);
  return failed;
}

/** Makes settings and rights of a database those of a new one. */
async function clearing(client: Client, database: string): Promise<readonly string[]> {
  const name = quoteIdentifier(database);
  const { rows: roles } = await client.query<{ role: string | null }>(
    `SELECT r.rolname AS role FROM pg_catalog.pg_db_role_setting s
       JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole WHERE d.datname = $1`,
    [database],
  );
  const { rows: grantees } = await client.query<{ grantee: string }>(
    `SELECT DISTINCT r.rolname AS grantee FROM pg_catalog.pg_database d
      CROSS JOIN LATERAL pg_catalog.aclexplode(d.datacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
      WHERE d.datname = $1 AND a.grantee <> d.datdba`,
    [database],
  );
  return [
    ...roles.map(({ role }) =>
      role === null
        ? `ALTER DATABASE ${name} RESET ALL`
        : `ALTER ROLE ${quoteIdentifier(role)} IN DATABASE ${name} RESET ALL`,
    ),
    ...grantees.map(
      ({ grantee }) => `REVOKE ALL ON DATABASE ${name} FROM ${quoteIdentifier(grantee)} CASCADE`,
    ),
    `GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO PUBLIC`,
  ];
}

async function ownerOf(client: Client, database: string): Promise<string> {
  const { rows } = await client.query<{ owner: string }>(
    'SELECT pg_catalog.pg_get_userbyid(datdba)::text AS owner FROM pg_catalog.pg_database WHERE datname = $1',
    [database],
  );
  return rows[0]?.owner ?? '';
}
