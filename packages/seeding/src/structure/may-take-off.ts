import type { FillableTable } from '@agora/catalog';
import { type Client, isSpread } from '@agora/postgres';
import { projectTables } from '../rows/index.ts';
import { withAllRowsVisible } from './policies.ts';

/**
 * Whether indexes and keys may be taken off tables for a while: the login owns what the project has, nothing needs a
 * key of theirs, their rows are on one machine, and nobody's rows would be without: all tables of the project are empty.
 * Writes nothing.
 * @param role from which policies hide nothing
 */
export async function mayTakeOff(client: Client, tables: readonly string[], role: string): Promise<boolean> {
  if (await isSpread(client)) return false;
  const all = await projectTables(client);
  const free = (await ownsTables(client, all)) && !(await areKeysNeeded(client, tables));
  return free && (await holdNothing(client, all, role));
}

/** A superuser owns everything. */
async function ownsTables(client: Client, tables: readonly FillableTable[]): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT coalesce(bool_and(pg_has_role(current_user, relowner, 'USAGE')), true) AS owns
       FROM pg_class WHERE oid = ANY ($1::oid[])`,
    [tables.map(({ oid }) => oid)],
  );
  return rows[0]?.owns === true;
}

/** Whether something other than a foreign key needs a key of the tables, as a view does that groups by one. */
async function areKeysNeeded(client: Client, tables: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ needed: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_depend d JOIN pg_constraint c ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = c.oid
       WHERE c.conrelid = ANY ($1::text[]::regclass[]) AND d.deptype = 'n' AND d.classid <> 'pg_constraint'::regclass) AS needed`,
    [tables],
  );
  return rows[0]?.needed === true;
}

async function holdNothing(client: Client, tables: readonly FillableTable[], role: string): Promise<boolean> {
  if (tables.length === 0) return true;
  const found = tables.map(({ name }) => `EXISTS (SELECT 1 FROM ${name})`).join(' OR ');
  return withAllRowsVisible(client, role, async () => {
    const { rows } = await client.query<{ holds: boolean }>(`SELECT ${found} AS holds`);
    return rows[0]?.holds === false;
  });
}
