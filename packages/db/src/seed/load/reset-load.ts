import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier, quoteLiteral, withTransaction } from '@agora/postgres';
import { forgetSeed, rebuildStructure, scopeOf } from '@agora/seeding';
import { becomeOwner, liftLedgerGuard, restoreLedgerGuard } from '../database/ledger-guard.ts';
import { factories } from '../factories/index.ts';
import { rowsOf } from '../../sql/index.ts';
import { forgetLoadSql } from './forget-load.sql.ts';
import { forgetLoadedRowsSql } from './forget-loaded-rows.sql.ts';
import { createLoadTables } from './plan/create-load-tables.ts';
import { loadedCommunitiesSql } from './plan/loaded-communities.sql.ts';
import { readLoadState, readMadeRows } from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';

/**
 * Removes a load, whole or begun, and makes every index and key that is missing.
 * @returns rows removed, or to be removed, by entity
 * @throws seed.own_rows, seed.no_rights
 */
export async function resetLoad(
  client: Client,
  url: string,
  dryRun: boolean,
): Promise<readonly { entity: string; rows: number }[]> {
  const state = await readLoadState(client);
  if (state === null) return [];
  const order = factories.toReversed();
  await createLoadTables(client);
  const made = await readMadeRows(client);
  const entities = order.map(({ entity, table }) => ({ entity, rows: made.get(table) ?? 0 }));
  await withTransaction(client, async () => {
    const rows = await rowsOf(client, loadedCommunitiesSql({}));
    // Reference tables after shards: a cluster wants to be told; elsewhere it says nothing.
    await client.query("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
    // One role to the end, for a cluster refuses two in a transaction that changes shards.
    await becomeOwner(client);
    await refuseOwnRows(client, rows, made);
    if (dryRun) return;
    await liftLedgerGuard(client);
    for (const { id } of rows) {
      await client.query('SELECT agora_set_community($1)', [id]);
      for (const factory of order) {
        await client.query(
          `DELETE FROM ${quoteIdentifier(factory.table)} t WHERE ${scopeOf(factory, 't')} = $1`,
          [id],
        );
      }
    }
    await restoreLedgerGuard(client);
    await client.query('RESET ROLE');
    for (const statement of forgetLoadedRowsSql) await rowsOf(client, statement({}));
    await forgetSeed(client, 'load');
  });
  if (dryRun) return entities;
  const connection = { url, applicationName: 'agora-load' };
  await rebuildStructure({ connection, tables: loadTableNames, connections: 2 });
  // Last, so that whatever is interrupted here is found again.
  await rowsOf(client, forgetLoadSql({}));
  return entities;
}

/** More rows in the load's communities than the load made: somebody used them. */
async function refuseOwnRows(
  client: Client,
  communities: readonly { readonly id: string }[],
  made: ReadonlyMap<string, number>,
): Promise<void> {
  const counts = factories.map(
    (factory) =>
      `SELECT ${quoteLiteral(factory.table)} AS "table", count(*)::float8 AS found
         FROM ${quoteIdentifier(factory.table)} t WHERE ${scopeOf(factory, 't')} = $1`,
  );
  const sums = new Map<string, number>();
  for (const { id } of communities) {
    await client.query('SELECT agora_set_community($1)', [id]);
    const { rows } = await client.query<{ table: string; found: number }>(counts.join(' UNION ALL '), [id]);
    for (const { table, found } of rows) sums.set(table, (sums.get(table) ?? 0) + found);
  }
  const rows = [...sums].map(([table, found]) => ({ table, found }));
  const own = rows.filter(({ table, found }) => found > (made.get(table) ?? 0));
  if (own.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message: 'People have added to what the load made. Nothing was removed.',
    why: own.map(({ table, found }) => `${table}: ${found - (made.get(table) ?? 0)} rows`).join('\n'),
    fix: 'Remove these rows first, or begin with a new database: agora db reset',
  });
}
