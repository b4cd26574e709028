import { withConnection, withTransaction } from '@agora/postgres';
import { insertRows, makeRows, RowSender } from '@agora/seeding';
import { becomeLoader } from '../../database/roles.ts';
import type { LoadCommunity } from '../../simulation/scale.ts';
import type { DecidedCommunity } from '../../simulation/decide.ts';
import { loadTables } from '../../factories/index.ts';
import { copyTable } from './copy-table.ts';
import { contextOf, forumOf, type WritingRun } from './load-recipe.ts';
import { rowsOf } from '../../../sql/index.ts';
import { noteCommunitiesSql } from './note-communities.sql.ts';
import { referenceFactories } from './write-reference.ts';

/**
 * - A crash of the server loses whole communities at most, which are made again.
 * - Foreign keys are checked row by row with prepared queries, whose first plan serves until the end: it must be neither
 *   for the values at hand, of a community unknown to the statistics, nor a scan of a table that is small as yet.
 */
const SESSION = `
  SET synchronous_commit = off;
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off;
  SET jit = off`;

/** A community to write. */
interface CommunityRun extends WritingRun {
  readonly community: LoadCommunity;
  readonly decided: DecidedCommunity;
}

/**
 * Writes a community into tables whose indexes and keys are in place, all in one transaction together with the note
 * that it is done: after a crash it is there whole or not at all.
 */
export async function writeCommunity({
  url,
  recipe,
  corpus,
  community,
  decided,
  beforeWriting,
  onRows,
}: CommunityRun): Promise<void> {
  const forum = forumOf(recipe, community);
  const ctx = contextOf(recipe, corpus, community, decided);
  const counts: Record<string, number> = {};
  const sender = new RowSender();
  await beforeWriting();
  await withConnection({ url, applicationName: 'agora-load' }, async (client) => {
    await client.query(SESSION);
    await withTransaction(client, async () => {
      await becomeLoader(client);
      for (const factory of referenceFactories) {
        counts[factory.table] = await insertRows(client, factory, makeRows(factory, forum).rows);
      }
      for (const table of loadTables) {
        const rows = await copyTable(client, { table, ctx, sender, freeze: false });
        counts[table.table] = rows;
        onRows(table.table, rows, community);
      }
      await client.query('RESET ROLE');
      await rowsOf(
        client,
        noteCommunitiesSql({
          ordinals: [ctx.plan.ordinal],
          ids: [ctx.plan.id],
          rows: [JSON.stringify(counts)],
        }),
      );
    });
  });
}
