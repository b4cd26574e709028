// Made from answer-of-key.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface AnswerOfKeyParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly key: string;
}

export interface AnswerOfKeyRow {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly response: JsonText | null;
}

export const answerOfKeySql = sql<AnswerOfKeyParameters, AnswerOfKeyRow>({
  name: 'answer-of-key',
  parameters: ['communityId', 'userId', 'key'],
  text: `SELECT fingerprint, status, response FROM idempotency_keys
WHERE community_id = $1 AND user_id = $2 AND key = $3`,
});
