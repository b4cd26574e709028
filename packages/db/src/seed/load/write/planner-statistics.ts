import type { Client } from '@agora/postgres';
import { withAllRowsVisible } from '@agora/seeding';
import { LOADER } from '../../database/roles.ts';
import { rowsOf } from '../../../sql/index.ts';
import { loadTableNames } from '../../factories/index.ts';
import { typicalCommunitiesSql } from './typical-communities.sql.ts';

/**
 * Statistics matter to a load into tables with their foreign keys in place: each row is checked by a prepared query,
 * and about a table without statistics the planner believes that any index beginning with the community will do. It
 * then reads the whole community for each row, a hundred times slower.
 */
export async function analyzeTables(client: Client): Promise<void> {
  await client.query(`ANALYZE ${loadTableNames.join(', ')}`);
}

/**
 * Whether the tables that the most rows refer to have communities of several rows each, so that analysing them tells
 * the planner that a community is no small thing. Looks at their first rows only.
 */
export async function hasTypicalCommunities(client: Client): Promise<boolean> {
  return withAllRowsVisible(client, LOADER, async () => {
    const [row] = await rowsOf(client, typicalCommunitiesSql({}));
    return row?.typical === true;
  });
}
