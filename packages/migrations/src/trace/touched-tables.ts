import type { FillableTable } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { hintsOf } from '../proof/sample/script-hints.ts';
import type { Script } from '../project/folder.ts';

/**
 * The tables whose size counts when scripts run: those that they name, by themselves or by a partition, those that
 * point at one of them, and all where they hold code that could reach any.
 */
export async function touchedTables(
  client: Client,
  scripts: readonly Script[],
  tables: readonly FillableTable[],
): Promise<readonly FillableTable[]> {
  const partitions = await partitionNames(client);
  const stands = tables.flatMap((table) => [
    table,
    ...(partitions.get(table.oid) ?? []).map((bareName): FillableTable => ({ ...table, bareName })),
  ]);
  const named = new Set(hintsOf(scripts, stands).map(({ table }) => table.oid));
  return tables.filter(
    ({ oid, foreignKeys }) => named.has(oid) || foreignKeys.some(({ target }) => named.has(target)),
  );
}

/** Names of partitions, and of their indexes, by the table at the root. */
async function partitionNames(client: Client): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await client.query<{ root: number; names: readonly string[] }>(
    `SELECT pg_catalog.pg_partition_root(c.oid)::int8::float8 AS root, json_agg(c.relname) AS names
       FROM pg_catalog.pg_class c WHERE c.relispartition AND c.relkind IN ('r', 'p') GROUP BY 1`,
  );
  return new Map(rows.map(({ root, names }) => [root, names]));
}
