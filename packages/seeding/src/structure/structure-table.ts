import type { Client } from '@agora/postgres';
import { createToolTables } from '../records/index.ts';

/** An index, key or foreign key that was taken off, with the statement that makes it again. */
export interface StructurePart {
  position: number;
  kind: 'index' | 'key' | 'foreign key';
  table: string;
  name: string;
  /** For a key: the definition of its index. */
  sql: string;
  /** For a key and a foreign key: what `pg_get_constraintdef` says. */
  constraint: string | null;
  /** Size of the table when it was read: what to begin with. */
  bytes: number;
}

/**
 * Makes the table in which it stands what was taken off, unless it is there.
 * @param role may read it, and not write it: it holds SQL that the tables' owner will run
 * @throws seed.no_rights
 */
export async function createStructureTable(client: Client, role: string): Promise<void> {
  await createToolTables(client, {
    role,
    last: 'load_structure',
    grants: ['SELECT ON agora.load_structure'],
    sql: `
    CREATE TABLE IF NOT EXISTS agora.load_structure (
      position       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind           text NOT NULL,
      table_name     text NOT NULL,
      name           text NOT NULL,
      sql            text NOT NULL,
      constraint_sql text
    );
    COMMENT ON TABLE agora.load_structure IS
      'Indexes and keys that a load has taken away and not made again yet: the same load finishes it.'`,
  });
}

/** What is still missing, the largest tables' first. */
export async function missingStructure(client: Client): Promise<StructurePart[]> {
  const { rows } = await client.query<StructurePart>(`
    SELECT position, kind, table_name AS "table", name, sql, constraint_sql AS "constraint",
           pg_relation_size(table_name::regclass)::float8 AS bytes
      FROM agora.load_structure ORDER BY bytes DESC, position`);
  return rows;
}

/** SQL that strikes parts from the list of what is missing. */
export function strike(parts: readonly StructurePart[]): string {
  return `DELETE FROM agora.load_structure WHERE position IN (${['0', ...parts.map(({ position }) => position)].join(', ')})`;
}
