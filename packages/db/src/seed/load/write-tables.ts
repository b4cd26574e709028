import {
  AgoraError,
  type Client,
  quoteIdentifier,
  withBinaryCopy,
  withConnection,
  withTransaction,
} from '@agora/postgres';
import type { Corpus } from './corpus.ts';
import { withDecisions } from './decide-ahead.ts';
import type { LoadContext, LoadTable } from './load-table.ts';
import { RowSender } from './row-sender.ts';
import type { LoadCommunity } from './scale.ts';
import { needLedger, tableGroups } from './table-groups.ts';
import { contextOf, type LoadRecipe } from './write-community.ts';

/** Some tables, and the connection that fills them. */
interface Lane {
  readonly client: Client;
  readonly sender: RowSender;
  readonly tables: readonly LoadTable[];
  /** Rows sent, by table. */
  readonly rows: Record<string, number>;
}

/** A thread makes rows faster than one of the server's processes stores them: it feeds two. */
const LANES = 2;

/**
 * Fills tables that are empty and bare with the rows of every community in turn. They are emptied first, in the
 * transaction that fills them, so that rows are stored frozen (PostgreSQL manual, COPY, FREEZE): no later reader has
 * to look up whether they were committed and write that down. The note that a table is done is in the same transaction: after a crash it is there whole or not at all.
 * @throws seed.not_empty
 * @param beforeWriting settles when the first byte may be written; the first community is decided meanwhile
 */
export async function writeTables(
  url: string,
  tables: readonly LoadTable[],
  communities: readonly LoadCommunity[],
  recipe: LoadRecipe,
  corpus: Corpus,
  beforeWriting: () => Promise<unknown>,
  onRows: (table: string, rows: number, community: LoadCommunity) => void,
): Promise<void> {
  await withDecisions(recipe, communities, needLedger(tables), async (next) => {
    await beforeWriting();
    await withLanes(url, tableGroups(LANES, tables), async (lanes) => {
      for (const community of communities) {
        const ctx = contextOf(recipe, corpus, community, await next());
        const writing = lanes.map(async (lane) => {
          for (const table of lane.tables) {
            const rows = await copyRows(lane, table, ctx);
            lane.rows[table.factory.table]! += rows;
            onRows(table.factory.table, rows, community);
          }
        });
        // One that goes on after the other has failed would use a connection that is being closed.
        for (const outcome of await Promise.allSettled(writing)) {
          if (outcome.status === 'rejected') throw outcome.reason;
        }
      }
    });
  });
}

/** Opens one lane for each group of tables, one inside the other. */
async function withLanes(
  url: string,
  groups: readonly (readonly LoadTable[])[],
  use: (lanes: readonly Lane[]) => Promise<void>,
  opened: readonly Lane[] = [],
): Promise<void> {
  const [tables, ...rest] = groups;
  if (tables === undefined) return use(opened);
  const rows = Object.fromEntries(tables.map(({ factory }) => [factory.table, 0]));
  await withConnection({ url, applicationName: 'agora-load' }, (client) =>
    withTransaction(client, async () => {
      // As in a crash of the server whole tables may be lost, no commit waits for the disk.
      await client.query('SET LOCAL synchronous_commit = off');
      for (const table of Object.keys(rows)) await renew(client, quoteIdentifier(table));
      await client.query('SET LOCAL ROLE agora_loader');
      await withLanes(url, rest, use, [...opened, { client, sender: new RowSender(), tables, rows }]);
      await client.query('RESET ROLE');
      await client.query(
        'INSERT INTO agora.load_tables (table_name, rows) SELECT key, value::bigint FROM jsonb_each_text($1)',
        [rows],
      );
    }),
  );
}

/** Writes the rows of one community in one table; how many. */
function copyRows({ client, sender }: Lane, table: LoadTable, ctx: LoadContext): Promise<number> {
  const name = quoteIdentifier(table.factory.table);
  return withBinaryCopy(client, { table: name, columns: table.factory.columns, freeze: true }, (send) =>
    sender.write(table, ctx, send),
  );
}

/**
 * Gives an empty table a new file: rows can only be frozen in one that the transaction has made. Triggers that refuse
 * TRUNCATE, as the ledger's does, are not asked meanwhile.
 * @throws seed.not_empty when somebody's rows would be lost
 */
async function renew(client: Client, table: string): Promise<void> {
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE; SET LOCAL ROLE agora_loader`);
  const { rows: found } = await client.query<{ holds: boolean }>(
    `SELECT EXISTS (SELECT FROM ${table}) AS holds`,
  );
  await client.query('RESET ROLE');
  if (found[0]?.holds === true) {
    throw new AgoraError({
      code: 'seed.not_empty',
      message: `The table ${table} holds rows that the load did not make.`,
      why: 'The database was empty when the load began; these rows came since. Nothing was changed.',
      fix: 'Remove the rows and run the same command again, or give the load up: agora seed --profile load --reset',
    });
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT tgname AS name FROM pg_trigger
      WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgenabled = 'O'
        AND tgtype & 32 <> 0 -- TRIGGER_TYPE_TRUNCATE of PostgreSQL's pg_trigger.h`,
    [table],
  );
  const triggers = rows.map(({ name }) => quoteIdentifier(name));
  const turn = (what: string): string[] =>
    triggers.map((trigger) => `ALTER TABLE ${table} ${what} TRIGGER ${trigger}`);
  await client.query([...turn('DISABLE'), `TRUNCATE ${table}`, ...turn('ENABLE')].join('; '));
}
