// Made from merge-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface MergeCommentsParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly entryId: string;
  readonly newPostId: string;
}

export interface MergeCommentsRow {
  readonly moved: number | null;
}

export const mergeCommentsSql = sql<MergeCommentsParameters, MergeCommentsRow>({
  name: 'merge-comments',
  parameters: ['communityId', 'postId', 'entryId', 'newPostId'],
  text: `WITH moved AS MATERIALIZED (
  SELECT id, path, accepted_at FROM comments WHERE community_id = $1 AND post_id = $2
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT $1, $3, id, jsonb_build_object('path', encode(path, 'hex'), 'acceptedAt', accepted_at) FROM moved
  RETURNING community_id
), followed AS (
  INSERT INTO post_follows (community_id, post_id, user_id, created_at)
  SELECT $1, $4, f.id, f.created_at FROM (
    SELECT u.id, f.created_at FROM post_follows f JOIN users u ON u.community_id = $1 AND u.id = f.user_id
    WHERE f.community_id = $1 AND f.post_id = $2 AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
  ) f
  ON CONFLICT DO NOTHING
), told AS (
  UPDATE notifications n SET post_id = $4 FROM moved
  WHERE n.community_id = $1 AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = $4, accepted_at = NULL FROM moved m
  WHERE c.community_id = $1 AND c.id = m.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed`,
});
