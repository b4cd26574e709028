// Made from ledger-keys.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LedgerKeysParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LedgerKeysRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const ledgerKeysSql = sql<LedgerKeysParameters, LedgerKeysRow>({
  name: 'ledger-keys',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, format('%s for %s under %s', reason, coalesce(source_id, user_id), idempotency_key) AS detail
  FROM point_transactions t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND CASE split_part(idempotency_key, ':', 1)
   WHEN 'post' THEN reason = 'POST' AND idempotency_key = 'post:' || source_id
   WHEN 'comment' THEN reason = 'COMMENT' AND idempotency_key = 'comment:' || source_id
   WHEN 'answer' THEN reason = 'ANSWER_ACCEPTED' AND idempotency_key = 'answer:' || source_id
   WHEN 'welcome' THEN reason = 'WELCOME' AND idempotency_key = 'welcome:' || user_id
   WHEN 'achievement' THEN reason = 'ACHIEVEMENT' AND idempotency_key = 'achievement:' || source_id || ':' || user_id
   WHEN 'post_like' THEN CASE reason WHEN 'LIKE_GIVEN' THEN idempotency_key = 'post_like:' || source_id || ':' || user_id || ':given'
       WHEN 'LIKE_RECEIVED' THEN idempotency_key LIKE 'post_like:' || source_id || ':%:received' ELSE false END
   WHEN 'comment_like' THEN CASE reason WHEN 'LIKE_GIVEN' THEN idempotency_key = 'comment_like:' || source_id || ':' || user_id || ':given'
       WHEN 'LIKE_RECEIVED' THEN idempotency_key LIKE 'comment_like:' || source_id || ':%:received' ELSE false END ELSE true END IS NOT TRUE`,
});
