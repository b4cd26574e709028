// Made from check-upload.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CheckUploadParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly cid: string | null;
  readonly quota: bigint | number;
  readonly bytes: bigint | number;
}

export interface CheckUploadRow {
  readonly refused: string | null;
}

export const checkUploadSql = sql<CheckUploadParameters, CheckUploadRow>({
  name: 'check-upload',
  parameters: ['communityId', 'postId', 'userId', 'sessionId', 'cid', 'quota', 'bytes'],
  text: `WITH target AS (
  SELECT status, author_id FROM posts WHERE community_id = $1 AND id = $2
), actor AS (
  SELECT role FROM users WHERE community_id = $1 AND id = $3 AND status = 'ACTIVE'
)
SELECT CASE
  WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
  WHEN NOT EXISTS (SELECT FROM target p WHERE p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM actor WHERE role <> 'MEMBER')
      AND NOT agora_lacks_second_factor($1, $3, $4))) THEN 'resource.not_found'
  WHEN (SELECT author_id FROM target) <> $3 THEN 'auth.forbidden'
  WHEN (SELECT status FROM target) IN ('HIDDEN', 'ARCHIVED') THEN 'post.closed'
  WHEN EXISTS (SELECT FROM media m
    WHERE m.community_id = $1 AND m.post_id = $2 AND m.cid = $5) THEN NULL
  WHEN (SELECT count(*) FROM media m WHERE m.community_id = $1 AND m.post_id = $2) >= 20
    THEN 'media.too_many'
  WHEN $6::bigint > 0 AND $7::bigint + (SELECT coalesce(sum(m.bytes), 0)
      FROM media m JOIN posts p ON p.community_id = $1 AND p.id = m.post_id
      WHERE m.community_id = $1 AND p.author_id = $3) > $6::bigint
    THEN 'media.quota_exceeded' END AS refused`,
});
