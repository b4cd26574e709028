// Made from drafts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface DraftsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface DraftsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const draftsSql = [sql<DraftsParameters, DraftsRow>({
  name: 'drafts-1',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, format('%s comments, %s likes, pinned %s, edited %s', comment_count, like_count, pinned, edited_at) AS detail
  FROM posts t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND status = 'DRAFT' AND (comment_count > 0 OR like_count > 0 OR pinned OR edited_at IS NOT NULL)`,
}), sql<DraftsParameters, DraftsRow>({
  name: 'drafts-2',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, 'rewards the draft ' || p.id AS detail
  FROM point_transactions t JOIN posts p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND t.reason = 'POST' AND p.status = 'DRAFT'`,
}), sql<DraftsParameters, DraftsRow>({
  name: 'drafts-3',
  parameters: ['communities'],
  text: `SELECT t.community_id, p.id::text AS row, 'followed by ' || t.user_id AS detail
  FROM post_follows t JOIN posts p ON p.community_id = t.community_id AND p.id = t.post_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND p.status = 'DRAFT' AND p.author_id <> t.user_id`,
})] as const;
