// Made from ledger-sources.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LedgerSourcesParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LedgerSourcesRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const ledgerSourcesSql = [sql<LedgerSourcesParameters, LedgerSourcesRow>({
  name: 'ledger-sources-1',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s of user %s for %s %s', t.reason, t.user_id, t.source_type, t.source_id) AS detail
  FROM point_transactions t LEFT JOIN posts p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND t.source_type IN ('POST', 'POST_LIKE')
   AND (p.id IS NULL OR t.created_at < p.created_at
     OR CASE WHEN t.reason IN ('POST', 'COMMENT', 'LIKE_RECEIVED', 'ANSWER_ACCEPTED') THEN p.author_id <> t.user_id
          WHEN t.reason = 'LIKE_GIVEN' THEN p.author_id = t.user_id END)`,
}), sql<LedgerSourcesParameters, LedgerSourcesRow>({
  name: 'ledger-sources-2',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s of user %s for %s %s', t.reason, t.user_id, t.source_type, t.source_id) AS detail
  FROM point_transactions t LEFT JOIN comments p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND t.source_type IN ('COMMENT', 'COMMENT_LIKE')
   AND (p.id IS NULL OR t.created_at < p.created_at
     OR CASE WHEN t.reason IN ('POST', 'COMMENT', 'LIKE_RECEIVED', 'ANSWER_ACCEPTED') THEN p.author_id <> t.user_id
          WHEN t.reason = 'LIKE_GIVEN' THEN p.author_id = t.user_id END)`,
}), sql<LedgerSourcesParameters, LedgerSourcesRow>({
  name: 'ledger-sources-3',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s of user %s for %s %s', t.reason, t.user_id, t.source_type, t.source_id) AS detail
  FROM point_transactions t LEFT JOIN achievements p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND t.source_type IN ('ACHIEVEMENT')
   AND (p.id IS NULL OR t.created_at < p.created_at)`,
}), sql<LedgerSourcesParameters, LedgerSourcesRow>({
  name: 'ledger-sources-4',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s of user %s for %s %s', t.reason, t.user_id, t.source_type, t.source_id) AS detail
  FROM point_transactions t LEFT JOIN users p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND t.source_type IN ('USER')
   AND (p.id IS NULL OR t.created_at < p.created_at OR (p.id = t.user_id) <> (t.reason = 'WELCOME'))`,
}), sql<LedgerSourcesParameters, LedgerSourcesRow>({
  name: 'ledger-sources-5',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, format('%s of %s points for %s', reason, amount, coalesce(source_type::text, 'nothing')) AS detail
  FROM point_transactions t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND reason <> 'ADJUSTMENT'
   AND ((amount < 0) <> (reason = 'TIP_SENT') OR CASE
         WHEN reason IN ('LIKE_GIVEN', 'LIKE_RECEIVED') THEN source_type NOT IN ('POST_LIKE', 'COMMENT_LIKE')
         ELSE source_type <> CASE reason WHEN 'POST' THEN 'POST' WHEN 'COMMENT' THEN 'COMMENT' WHEN 'ANSWER_ACCEPTED' THEN 'COMMENT'
           WHEN 'ACHIEVEMENT' THEN 'ACHIEVEMENT' ELSE 'USER' END::point_source END IS NOT FALSE)`,
})] as const;
