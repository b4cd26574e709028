import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier } from '@agora/postgres';
import type { MadeRows } from './content-hash.ts';
import type { ForumContext } from './factories/factory.ts';

/**
 * Reads back, as a role from which row-level security hides none, how many rows each seeded table holds. Users may have added their own, so fewer is a fault and more is not.
 * @throws seed.verification_failed
 */
export async function verifyCounts(
  client: Client,
  contexts: readonly ForumContext[],
  made: readonly MadeRows[],
): Promise<void> {
  const expected = new Map<string, number>();
  for (const { factory, rows } of made) {
    expected.set(factory.table, (expected.get(factory.table) ?? 0) + rows.length);
  }
  if (expected.size === 0) return;
  const counts = [...expected.keys()]
    .map((table) => {
      const column = table === 'communities' ? 'id' : 'community_id';
      const from = `FROM ${quoteIdentifier(table)} WHERE ${column} = ANY ($1::uuid[])`;
      return `SELECT '${table}' AS table, count(*)::integer AS found ${from}`;
    })
    .join(' UNION ALL ');
  const { rows } = await client.query<{ table: string; found: number }>(counts, [
    contexts.map((context) => context.spec.id),
  ]);
  const missing = rows.filter(({ table, found }) => found < (expected.get(table) ?? 0));
  if (missing.length === 0) return;
  throw new AgoraError({
    code: 'seed.verification_failed',
    message: 'What was read back after seeding is not what was written.',
    why: missing.map(({ table, found }) => `${table}: ${found} rows of ${expected.get(table)}`).join('\n'),
    fix: 'Nothing was kept. Run the seed again; if it happens again, report it with the lines above.',
  });
}
