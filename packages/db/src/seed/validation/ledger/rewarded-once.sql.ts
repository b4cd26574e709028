// Made from rewarded-once.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface RewardedOnceParameters {
  readonly communities: readonly (string)[] | null;
}

export interface RewardedOnceRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const rewardedOnceSql = sql<RewardedOnceParameters, RewardedOnceRow>({
  name: 'rewarded-once',
  parameters: ['communities'],
  text: `SELECT community_id, user_id::text AS row, format('%s entries for %s %s', count(*), reason, source_id) AS detail
  FROM point_transactions t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND reason IN ('WELCOME', 'POST', 'COMMENT', 'LIKE_GIVEN', 'ANSWER_ACCEPTED', 'ACHIEVEMENT')
 GROUP BY community_id, user_id, reason, source_type, source_id HAVING count(*) > 1`,
});
