// Made from economy-amounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface EconomyAmountsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface EconomyAmountsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const economyAmountsSql = sql<EconomyAmountsParameters, EconomyAmountsRow>({
  name: 'economy-amounts',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s of %s points', t.reason, t.amount) AS detail
  FROM point_transactions t LEFT JOIN point_economies e ON e.community_id = t.community_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND t.amount IS DISTINCT FROM CASE t.reason
     WHEN 'WELCOME' THEN e.welcome_bonus WHEN 'POST' THEN e.post WHEN 'COMMENT' THEN e.comment
     WHEN 'LIKE_GIVEN' THEN e.like_given WHEN 'LIKE_RECEIVED' THEN e.like_received
     WHEN 'ANSWER_ACCEPTED' THEN e.answer_accepted ELSE t.amount END`,
});
