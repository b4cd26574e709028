import { type Client, quoteIdentifier, withBinaryCopy, withTransaction } from '@agora/postgres';
import { factories } from '../factories/index.ts';
import type { ForumContext } from '../factories/factory.ts';
import { communityContext } from '../plan/community.ts';
import { emptyPlan } from '../plan/forum-plan.ts';
import { insertRows } from '../write/apply-rows.ts';
import { makeRows } from '../content-hash.ts';
import { BinaryWriter } from './binary-writer.ts';
import type { Corpus } from './corpus.ts';
import { type LoadContext, loadContext, type LoadTable } from './load-table.ts';
import type { LoadCommunity } from './scale.ts';
import { simulate } from './simulate.ts';
import { loadTables } from './tables/index.ts';

/** What a worker needs to know for all of its communities. */
export interface LoadRecipe {
  readonly seed: number;
  readonly referenceMs: number;
  /** argon2id, PHC format. */
  readonly passwordHash: string;
}

const reference = factories.filter((factory) => factory.kind === 'reference');

/** Names for communities, combined by number. */
const themes = [
  'Gardeners',
  'Makers',
  'Runners',
  'Readers',
  'Cyclists',
  'Photographers',
  'Cooks',
  'Developers',
];
const places = ['Northfield', 'Lakeside', 'Riverbend', 'Hillcrest', 'Oldtown', 'Westport', 'Greenwood'];

/** A community that has been decided and only has to be written. */
export interface MadeCommunity {
  readonly forum: ForumContext;
  readonly ctx: LoadContext;
}

/** Decides everything about one community: what happened in it, and what follows from that. */
export function makeCommunity(
  recipe: LoadRecipe,
  corpus: Corpus,
  { ordinal, users }: LoadCommunity,
): MadeCommunity {
  const plan = simulate(recipe.seed, ordinal, users, recipe.referenceMs);
  const name = `${places[ordinal % places.length]} ${themes[ordinal % themes.length]}`;
  const community = communityContext(
    {
      id: plan.id,
      slug: `load-${ordinal}`,
      name: `${name} ${ordinal + 1}`,
      description: 'Generated for load tests.',
      plan: users > 4000 ? 'ENTERPRISE' : users > 1000 ? 'PRO' : 'FREE',
      threads: null,
    },
    recipe.seed,
    new Date(recipe.referenceMs),
  );
  const forum: ForumContext = {
    ...community,
    calendar: { ...community.calendar, openedAt: plan.openedAt },
    plan: emptyPlan,
    passwordHashes: new Map(),
  };
  return { forum, ctx: loadContext(forum, plan, corpus, Buffer.from(recipe.passwordHash)) };
}

/**
 * Writes a community, all in one transaction together with the note that it is done: after a crash it is there whole
 * or not at all.
 * @returns rows by table
 */
export async function writeCommunity(
  client: Client,
  { forum, ctx }: MadeCommunity,
  onTable: (table: string, rows: number) => void,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await withTransaction(client, async () => {
    await client.query('SET LOCAL ROLE agora_loader');
    for (const factory of reference) {
      counts[factory.table] = await insertRows(client, factory, makeRows(factory, forum).rows);
    }
    for (const table of loadTables) {
      const rows = await writeTable(client, table, ctx);
      counts[table.factory.table] = rows;
      onTable(table.factory.table, rows);
    }
    await client.query('RESET ROLE');
    await client.query(
      'INSERT INTO agora.load_communities (ordinal, community_id, rows) VALUES ($1, $2, $3)',
      [ctx.plan.ordinal, ctx.plan.id, counts],
    );
  });
  return counts;
}

async function writeTable(client: Client, table: LoadTable, ctx: LoadContext): Promise<number> {
  const rows = table.count(ctx);
  const options = { table: quoteIdentifier(table.factory.table), columns: table.factory.columns };
  return withBinaryCopy(client, options, async (send) => {
    const writer = sharedWriter;
    // Left over when an earlier COPY failed.
    writer.take();
    writer.header();
    let sending = Promise.resolve();
    for (let index = 0; index < rows; index += 1) {
      table.write(writer, ctx, index);
      if (!writer.full) continue;
      // The buffer to fill next is the one on its way: wait for that one only.
      await sending;
      sending = send(writer.take());
    }
    writer.trailer();
    await sending;
    await send(writer.take());
  });
}

/** One pair of buffers for a thread: tables are written one after the other. */
const sharedWriter = new BinaryWriter();
