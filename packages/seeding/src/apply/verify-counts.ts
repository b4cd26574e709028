import { AgoraError } from '@agora/core';
import { type Client, quoteLiteral } from '@agora/postgres';
import { scopeOf } from '../records/index.ts';
import { type MadeRows, type ScopedTable, tableSql } from '../rows/index.ts';

/**
 * Reads back, as a role from which row-level security hides none, how many rows each seeded table holds. Users may have
 * added their own, so fewer is a fault and more is not.
 * @param scopes the parts of the database that were seeded
 * @throws seed.verification_failed
 */
export async function verifyCounts(
  client: Client,
  scopes: readonly string[],
  made: readonly MadeRows<ScopedTable>[],
): Promise<void> {
  const expected = new Map<string, number>();
  for (const { factory, rows } of made) {
    expected.set(factory.table, (expected.get(factory.table) ?? 0) + rows.length);
  }
  if (expected.size === 0) return;
  const tables = new Map(made.map(({ factory }) => [factory.table, factory]));
  const counts = [...tables.values()].map(
    (table) =>
      `SELECT ${quoteLiteral(table.table)} AS table, count(*)::integer AS found FROM ${tableSql(table)} t
        WHERE ${scopeOf(table, 't')} = ANY ($1)`,
  );
  const { rows } = await client.query<{ table: string; found: number }>(counts.join(' UNION ALL '), [scopes]);
  const missing = rows.filter(({ table, found }) => found < (expected.get(table) ?? 0));
  if (missing.length === 0) return;
  throw new AgoraError({
    code: 'seed.verification_failed',
    message: 'What was read back after seeding is not what was written.',
    why: missing.map(({ table, found }) => `${table}: ${found} rows of ${expected.get(table)}`).join('\n'),
    fix: 'Nothing was kept. Run the seed again; if it happens again, report it with the lines above.',
  });
}
