import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { RowSender } from '@agora/seeding';
import { becomeLoader } from '../../database/roles.ts';
import type { Decisions } from './decisions.ts';
import type { LoadTable } from '../../factories/index.ts';
import type { LoadContext } from '../../factories/load-context.ts';
import { copyTable } from './copy-table.ts';
import type { LoadCommunity } from '../../simulation/scale.ts';
import { rowsOf } from '../../../sql/index.ts';
import { noteTablesSql } from './note-tables.sql.ts';
import { tableGroups } from './table-groups.ts';
import { contextOf, type WritingRun } from './load-recipe.ts';
import { renewTables } from './renew-tables.ts';
import { SharedSequence } from './shared-sequence.ts';

/** A thread makes rows faster than one of the server's processes stores them: it feeds two. */
const LANES = 2;

/** Tables to fill. */
interface TablesRun extends WritingRun {
  readonly tables: readonly LoadTable[];
  readonly communities: readonly LoadCommunity[];
  /** Where the communities come from, decided, in their order. */
  readonly decisions: Decisions;
}

/** What the lanes of a thread share. */
interface Shared extends Pick<TablesRun, 'communities' | 'onRows'> {
  readonly contexts: SharedSequence<LoadContext>;
}

/**
 * Fills bare tables with the rows of every community in turn, over two connections with some of the tables each. They are
 * emptied in the transaction that fills them, so that rows are stored frozen (PostgreSQL manual, COPY, FREEZE), and that
 * notes that they are done: after a crash a table is there whole or not at all.
 * @throws seed.not_empty
 */
export async function writeTables(run: TablesRun): Promise<void> {
  const { recipe, corpus, communities, decisions, onRows } = run;
  const groups = tableGroups(LANES, run.tables);
  await withConnections(run.url, groups.length, async (clients) => {
    await run.beforeWriting();
    const contexts = new SharedSequence(groups.length, {
      begin: async (index) => contextOf(recipe, corpus, communities[index]!, await decisions.next()),
      end: () => decisions.release(),
    });
    const lanes = groups.map((group, index) =>
      fillTables(clients[index]!, group, { communities, contexts, onRows }).catch((error: unknown) => {
        contexts.stop(error);
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
  { communities, contexts, onRows }: Shared,
): Promise<void> {
  const sender = new RowSender();
  const counts = Object.fromEntries(tables.map(({ table }) => [table, 0]));
  await withTransaction(client, async () => {
    // As in a crash of the server whole tables may be lost, no commit waits for the disk.
    await client.query('SET LOCAL synchronous_commit = off');
    await renewTables(client, Object.keys(counts));
    await becomeLoader(client);
    for (const [index, community] of communities.entries()) {
      for (const table of tables) {
        const ctx = await contexts.take(index);
        const rows = await copyTable(client, { table, ctx, sender, freeze: true });
        counts[table.table]! += rows;
        onRows(table.table, rows, community);
      }
      contexts.leave(index);
    }
    await client.query('RESET ROLE');
    await rowsOf(client, noteTablesSql({ rows: JSON.stringify(counts) }));
  });
}
