// Made from typical-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface TypicalCommunitiesParameters {

}

export interface TypicalCommunitiesRow {
  readonly typical: boolean;
}

export const typicalCommunitiesSql = sql<TypicalCommunitiesParameters, TypicalCommunitiesRow>({
  name: 'typical-communities',
  parameters: [],
  text: `SELECT (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM users LIMIT 1000) AS beginning)
   AND (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM posts LIMIT 1000) AS beginning)
   AND (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM comments LIMIT 1000) AS beginning) AS typical`,
});
