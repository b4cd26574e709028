import { type Client, quoteIdentifier, readServerVersion } from '@agora/postgres';
import type { DatabaseFacts, Manifest } from '../format/manifest.ts';

type Privileges = DatabaseFacts['privileges'];

interface Row extends Omit<DatabaseFacts, 'provider' | 'rules' | 'settings' | 'privileges'> {
  readonly rules: string | null;
  readonly provider: 'c' | 'i' | 'b' | null;
  readonly settings: string[] | null;
  readonly privileges: Privileges;
}

/** to_jsonb, for columns that not every version has. */
const DATABASE = `SELECT d.datname AS name, pg_get_userbyid(d.datdba)::text AS owner, pg_encoding_to_char(d.encoding)::text AS encoding,
  d.datcollate AS collate, d.datctype AS ctype, j->>'datlocprovider' AS provider, coalesce(j->>'datlocale', j->>'daticulocale') AS locale,
  j->>'daticurules' AS rules,
  shobj_description(d.oid, 'pg_database') AS comment,
  (SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0) AS settings,
  (SELECT json_agg(json_build_object('grantee', CASE WHEN e.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(e.grantee)::text END,
      'privilege', e.privilege_type, 'grantable', e.is_grantable)) FROM aclexplode(d.datacl) e) AS privileges
FROM pg_database d CROSS JOIN LATERAL to_jsonb(d) j WHERE d.datname = current_database()`;

/** What belongs to the database as a whole. */
export async function readDatabase(client: Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<Row>(DATABASE);
  const { rules, ...row } = rows[0]!;
  const own = rules === null ? {} : { rules };
  return { ...row, ...own, provider: row.provider ?? 'c', settings: row.settings ?? [] };
}

/** The server, and where in its log this snapshot lies. */
export async function readServer(client: Client): Promise<Manifest['server']> {
  const { rows } = await client.query<{ lsn: string; system: boolean }>(
    `SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text AS lsn,
      has_function_privilege('pg_control_system()', 'EXECUTE') AS system`,
  );
  const { lsn, system } = rows[0]!;
  const version = await readServerVersion(client);
  const identifier = system
    ? await client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()')
    : undefined;
  return { version, lsn, systemIdentifier: identifier?.rows[0]?.id ?? null };
}

/** Where Prisma's history tables stand, whichever schemas they lie in. */
export async function readHistory(client: Client): Promise<Manifest['history']> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = '_prisma_migrations' AND c.relkind = 'r' ORDER BY 1`,
  );
  const found: Manifest['history'] = [];
  for (const { schema } of rows) {
    const applied = await client.query<{ name: string }>(
      `SELECT DISTINCT migration_name AS name FROM ${quoteIdentifier(schema)}._prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    // The order in which Prisma's CLI applies them.
    const names = applied.rows.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b));
    found.push({ schema, migration: names.at(-1) ?? null, applied: names.length });
  }
  return found;
}

/** Roles by name, with what an owner of their objects may have to be able to do. */
export async function readRoles(client: Client, names: readonly string[]): Promise<Manifest['roles']> {
  const { rows } = await client.query<Manifest['roles'][number]>(
    `SELECT rolname AS name, rolsuper AS superuser, rolbypassrls AS "bypassRls", rolcanlogin AS login
      FROM pg_roles WHERE rolname = ANY ($1) ORDER BY 1`,
    [names],
  );
  return rows;
}
