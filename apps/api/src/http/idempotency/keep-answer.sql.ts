// Made from keep-answer.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface KeepAnswerParameters {
  readonly status: number;
  readonly response: string;
  readonly communityId: string;
  readonly userId: string;
  readonly key: string;
}

export interface KeepAnswerRow {

}

export const keepAnswerSql = sql<KeepAnswerParameters, KeepAnswerRow>({
  name: 'keep-answer',
  parameters: ['status', 'response', 'communityId', 'userId', 'key'],
  text: `UPDATE idempotency_keys SET status = $1, response = $2::jsonb
WHERE community_id = $3 AND user_id = $4 AND key = $5`,
});
