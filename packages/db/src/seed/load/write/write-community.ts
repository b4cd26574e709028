import { type Client, quoteIdentifier, withBinaryCopy, withTransaction } from '@agora/postgres';
import { insertRows, makeRows, RowSender } from '@agora/seeding';
import { becomeLoader } from '../../database/roles.ts';
import { factories } from '../../factories/index.ts';
import type { ForumContext } from '../../factories/factory.ts';
import { communityContext } from '../../plan/model/community.ts';
import { emptyPlan } from '../../plan/model/forum-plan.ts';
import type { Corpus } from '../words/corpus.ts';
import type { DecidedCommunity, LoadSeed } from '../simulation/decide.ts';
import { type LoadContext, loadContext, type LoadTable } from '../tables/load-table.ts';
import type { Names } from '../words/names.ts';
import type { LoadCommunity } from '../plan/scale.ts';
import { LOAD_SPAN_MS, loadCommunityId } from '../simulation/simulate.ts';
import { loadTables } from '../tables/index.ts';

/** What a worker needs to know for all of its communities. */
export interface LoadRecipe extends LoadSeed {
  /** argon2id, PHC format. */
  readonly passwordHash: string;
  readonly names: Names;
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

/** What the factories of reference data look at. */
function forumOf({ seed, referenceMs }: LoadSeed, { ordinal, users }: LoadCommunity): ForumContext {
  const name = `${places[ordinal % places.length]} ${themes[ordinal % themes.length]}`;
  const community = communityContext(
    {
      id: loadCommunityId(seed, ordinal, referenceMs),
      slug: `load-${ordinal}`,
      name: `${name} ${ordinal + 1}`,
      description: 'Generated for load tests.',
      plan: users > 4000 ? 'ENTERPRISE' : users > 1000 ? 'PRO' : 'FREE',
      threads: null,
    },
    seed,
    new Date(referenceMs),
  );
  return {
    ...community,
    calendar: { ...community.calendar, openedAt: referenceMs - LOAD_SPAN_MS },
    plan: emptyPlan,
    passwordHashes: new Map(),
  };
}

/** What the writers of a community's rows look at. */
export function contextOf(
  recipe: LoadRecipe,
  corpus: Corpus,
  community: LoadCommunity,
  decided: DecidedCommunity,
): LoadContext {
  return loadContext(forumOf(recipe, community), decided, corpus, Buffer.from(recipe.passwordHash));
}

/**
 * Writes a community into tables whose indexes and keys are in place, all in one transaction together with the note that it is done: after a crash it is there whole
 * or not at all.
 * @returns rows by table
 */
export async function writeCommunity(
  client: Client,
  recipe: LoadRecipe,
  community: LoadCommunity,
  ctx: LoadContext,
  onTable: (table: string, rows: number) => void,
): Promise<Record<string, number>> {
  const forum = forumOf(recipe, community);
  const counts: Record<string, number> = {};
  const sender = new RowSender();
  await withTransaction(client, async () => {
    await becomeLoader(client);
    for (const factory of reference) {
      counts[factory.table] = await insertRows(client, factory, makeRows(factory, forum).rows);
    }
    for (const table of loadTables) {
      const rows = await writeTable(client, table, ctx, sender);
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

/**
 * Writes the reference data of communities and notes that they are there, in the transaction at hand. No generated
 * rows are needed for it.
 */
export async function writeReference(
  client: Client,
  seed: LoadSeed,
  communities: readonly LoadCommunity[],
): Promise<void> {
  const forums = communities.map((community) => forumOf(seed, community));
  const counts = forums.map((): Record<string, number> => ({}));
  await becomeLoader(client);
  for (const factory of reference) {
    const made = forums.map((forum) => makeRows(factory, forum).rows);
    for (const [index, rows] of made.entries()) counts[index]![factory.table] = rows.length;
    await insertRows(client, factory, made.flat());
  }
  await client.query('RESET ROLE');
  await client.query(
    `INSERT INTO agora.load_communities (ordinal, community_id, rows)
     SELECT * FROM unnest($1::integer[], $2::uuid[], $3::jsonb[])`,
    [
      communities.map(({ ordinal }) => ordinal),
      forums.map(({ spec }) => spec.id),
      counts.map((rows) => JSON.stringify(rows)),
    ],
  );
}

async function writeTable(
  client: Client,
  table: LoadTable,
  ctx: LoadContext,
  sender: RowSender,
): Promise<number> {
  const options = { table: quoteIdentifier(table.factory.table), columns: table.factory.columns };
  return withBinaryCopy(client, options, (send) => sender.write(table, ctx, send));
}
