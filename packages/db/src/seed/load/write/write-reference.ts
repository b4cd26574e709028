import type { Client } from '@agora/postgres';
import { insertRows, makeRows } from '@agora/seeding';
import { becomeLoader } from '../../database/roles.ts';
import { factories } from '../../factories/index.ts';
import type { LoadCommunity } from '../../simulation/scale.ts';
import type { LoadSeed } from '../../simulation/community-plan.ts';
import { rowsOf } from '../../../sql/index.ts';
import { forumOf } from './load-recipe.ts';
import { noteCommunitiesSql } from './note-communities.sql.ts';

/** What every community has, as hand-written ones have it. */
export const referenceFactories = factories.filter((factory) => factory.kind === 'reference');

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
  for (const factory of referenceFactories) {
    const made = forums.map((forum) => makeRows(factory, forum).rows);
    for (const [index, rows] of made.entries()) counts[index]![factory.table] = rows.length;
    await insertRows(client, factory, made.flat());
  }
  await client.query('RESET ROLE');
  await rowsOf(
    client,
    noteCommunitiesSql({
      ordinals: communities.map(({ ordinal }) => ordinal),
      ids: forums.map(({ spec }) => spec.id),
      rows: counts.map((rows) => JSON.stringify(rows)),
    }),
  );
}
