import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';
import { factories } from '../factories/index.ts';
import type { ResetResult } from '../reset-result.ts';
import { withUnguardedLedger } from '../database/ledger-guard.ts';
import { communityOf } from '../write/seeded-rows.ts';
import { createLoadTables, readLoadState, readMadeRows } from './plan/state.ts';
import { rebuildStructure } from './structure.ts';

/** Removes a load, whole or begun, and makes every index and key that is missing. */
export async function resetLoad(client: Client, url: string, dryRun: boolean): Promise<ResetResult> {
  const state = await readLoadState(client);
  if (state === null) return { profile: 'load', entities: [] };
  const order = factories.toReversed();
  await createLoadTables(client);
  const made = await readMadeRows(client);
  const entities = order.map(({ entity, table }) => ({ entity, rows: made.get(table) ?? 0 }));
  await withTransaction(client, async () => {
    // Row-level security would hide rows from an owner, who then finds none to refuse for, and deletes none.
    await client.query('SET LOCAL ROLE agora_loader');
    await refuseOwnRows(client, made);
    if (dryRun) return;
    await withUnguardedLedger(client, async () => {
      for (const factory of order) {
        await client.query(
          `DELETE FROM ${quoteIdentifier(factory.table)} t USING agora.load_communities l
            WHERE ${communityOf(factory, 't')} = l.community_id`,
        );
      }
    });
    await client.query('RESET ROLE');
    await client.query(
      `DELETE FROM agora.load_communities; DELETE FROM agora.load_tables; DELETE FROM agora.seed_versions WHERE name = 'load'`,
    );
  });
  if (dryRun) return { profile: 'load', entities };
  await rebuildStructure(url, 2, () => undefined);
  // Last, so that whatever is interrupted here is found again.
  await client.query('DELETE FROM agora.loads');
  return { profile: 'load', entities };
}

/** More rows in the load's communities than the load made: somebody used them. */
async function refuseOwnRows(client: Client, made: ReadonlyMap<string, number>): Promise<void> {
  const counts = factories.map(
    (factory) =>
      `SELECT '${factory.table}' AS "table", count(*)::float8 AS found FROM ${quoteIdentifier(factory.table)} t
         JOIN agora.load_communities l ON l.community_id = ${communityOf(factory, 't')}`,
  );
  const { rows } = await client.query<{ table: string; found: number }>(counts.join(' UNION ALL '));
  const own = rows.filter(({ table, found }) => found > (made.get(table) ?? 0));
  if (own.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message: 'People have added to what the load made. Nothing was removed.',
    why: own.map(({ table, found }) => `${table}: ${found - (made.get(table) ?? 0)} rows`).join('\n'),
    fix: 'Remove these rows first, or begin with a new database: agora db reset',
  });
}
