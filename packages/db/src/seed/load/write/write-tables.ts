import { AgoraError } from '@agora/core';
import {
  type Client,
  quoteIdentifier,
  quoteLiteral,
  withBinaryCopy,
  withConnection,
  withTransaction,
} from '@agora/postgres';
import { RowSender } from '@agora/seeding';
import { becomeLoader } from '../../database/roles.ts';
import type { Corpus } from '../words/corpus.ts';
import type { Decisions } from './decisions.ts';
import type { LoadContext, LoadTable } from '../tables/load-table.ts';
import type { LoadCommunity } from '../plan/scale.ts';
import { tableGroups } from './table-groups.ts';
import { Turns } from './turns.ts';
import { contextOf, type LoadRecipe } from './write-community.ts';

/** A thread makes rows faster than one of the server's processes stores them: it feeds two. */
const LANES = 2;

/** What the lanes of a thread share. */
interface Shared {
  readonly communities: readonly LoadCommunity[];
  readonly turns: Turns<LoadContext>;
  readonly onRows: (table: string, rows: number, community: LoadCommunity) => void;
}

/**
 * Fills tables that are empty and bare with the rows of every community in turn, over two connections, each of which
 * has some of the tables. They are emptied first, in the transaction that fills them, so that rows are stored frozen
 * (PostgreSQL manual, COPY, FREEZE): no later reader has to look up whether they were committed and write that down.
 * The note that a table is done is in the same transaction: after a crash it is there whole or not at all.
 * @throws seed.not_empty
 * @param beforeWriting settles when the first byte may be written; connections are opened meanwhile
 */
export async function writeTables(
  url: string,
  tables: readonly LoadTable[],
  communities: readonly LoadCommunity[],
  recipe: LoadRecipe,
  corpus: Corpus,
  decisions: Decisions,
  beforeWriting: () => Promise<unknown>,
  onRows: Shared['onRows'],
): Promise<void> {
  const groups = tableGroups(LANES, tables);
  await withConnections(url, groups.length, async (clients) => {
    await beforeWriting();
    const turns = new Turns(groups.length, {
      begin: async (index) => contextOf(recipe, corpus, communities[index]!, await decisions.next()),
      end: () => decisions.release(),
    });
    const lanes = groups.map((group, index) =>
      fillTables(clients[index]!, group, { communities, turns, onRows }).catch((error: unknown) => {
        turns.stop(error);
        throw error;
      }),
    );
    // One that goes on after the other has failed would use a connection that is being closed.
    for (const outcome of await Promise.allSettled(lanes)) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
  });
}

/** Opens connections, one inside the other. */
async function withConnections(
  url: string,
  count: number,
  use: (clients: readonly Client[]) => Promise<void>,
  opened: readonly Client[] = [],
): Promise<void> {
  if (opened.length === count) return use(opened);
  await withConnection({ url, applicationName: 'agora-load' }, (client) =>
    withConnections(url, count, use, [...opened, client]),
  );
}

/** Fills some tables in one transaction, community by community. */
async function fillTables(
  client: Client,
  tables: readonly LoadTable[],
  { communities, turns, onRows }: Shared,
): Promise<void> {
  const sender = new RowSender();
  const counts = Object.fromEntries(tables.map(({ factory }) => [factory.table, 0]));
  await withTransaction(client, async () => {
    // As in a crash of the server whole tables may be lost, no commit waits for the disk.
    await client.query('SET LOCAL synchronous_commit = off');
    await renew(client, Object.keys(counts));
    await becomeLoader(client);
    for (const [index, community] of communities.entries()) {
      for (const table of tables) {
        const rows = await copyRows(client, sender, table, await turns.take(index));
        counts[table.factory.table]! += rows;
        onRows(table.factory.table, rows, community);
      }
      turns.leave(index);
    }
    await client.query('RESET ROLE');
    await client.query(
      'INSERT INTO agora.load_tables (table_name, rows) SELECT key, value::bigint FROM jsonb_each_text($1)',
      [counts],
    );
  });
}

/** Writes the rows of one community in one table; how many. */
function copyRows(client: Client, sender: RowSender, table: LoadTable, ctx: LoadContext): Promise<number> {
  const name = quoteIdentifier(table.factory.table);
  return withBinaryCopy(client, { table: name, columns: table.factory.columns, freeze: true }, (send) =>
    sender.write(table, ctx, send),
  );
}

/**
 * Gives empty tables new files: rows can only be frozen in one that the transaction has made. Triggers that refuse
 * TRUNCATE, as the ledger's does, are not asked meanwhile.
 * @throws seed.not_empty when somebody's rows would be lost
 */
async function renew(client: Client, tables: readonly string[]): Promise<void> {
  const quoted = tables.map(quoteIdentifier).join(', ');
  await client.query(`LOCK TABLE ${quoted} IN ACCESS EXCLUSIVE MODE; SET LOCAL ROLE agora_loader`);
  const holding = tables.map(
    (table) => `SELECT ${quoteLiteral(table)} AS name WHERE EXISTS (SELECT FROM ${quoteIdentifier(table)})`,
  );
  const { rows: found } = await client.query<{ name: string }>(holding.join(' UNION ALL '));
  await client.query('RESET ROLE');
  if (found.length > 0) {
    const names = found.map(({ name }) => name).join(', ');
    throw new AgoraError({
      code: 'seed.not_empty',
      message: `There are rows that the load did not make, in: ${names}`,
      why: 'The database was empty when the load began; these rows came since. Nothing was changed.',
      fix: 'Remove the rows and run the same command again, or give the load up: agora seed --profile load --reset',
    });
  }
  const { rows } = await client.query<{ table: string; name: string }>(
    `SELECT tgrelid::regclass::text AS "table", tgname AS name FROM pg_trigger
      WHERE tgrelid = ANY ($1::text[]::regclass[]) AND NOT tgisinternal AND tgenabled = 'O'
        AND tgtype & 32 <> 0 -- TRIGGER_TYPE_TRUNCATE of PostgreSQL's pg_trigger.h`,
    [tables],
  );
  const turn = (what: string): string[] =>
    rows.map(({ table, name }) => `ALTER TABLE ${table} ${what} TRIGGER ${quoteIdentifier(name)}`);
  await client.query([...turn('DISABLE'), `TRUNCATE ${quoted}`, ...turn('ENABLE')].join('; '));
}
