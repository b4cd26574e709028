// Made from visible-medium.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface VisibleMediumParameters {
  readonly communityId: string;
  readonly cid: string;
  readonly viewerId: string | null;
  readonly sessionId: string | null;
}

export interface VisibleMediumRow {
  readonly mimeType: string;
  readonly bytes: number;
  readonly shared: boolean;
}

export const visibleMediumSql = sql<VisibleMediumParameters, VisibleMediumRow>({
  name: 'visible-medium',
  parameters: ['communityId', 'cid', 'viewerId', 'sessionId'],
  text: `SELECT mime_type AS "mimeType", bytes, shared FROM (
  (SELECT m.mime_type, m.bytes, true AS shared
  FROM media m JOIN posts p ON p.community_id = $1 AND p.id = m.post_id
  WHERE m.community_id = $1 AND m.cid = $2 AND p.status IN ('PUBLISHED', 'ARCHIVED') LIMIT 1)
  UNION ALL
  (SELECT m.mime_type, m.bytes, false AS shared
  FROM media m JOIN posts p ON p.community_id = $1 AND p.id = m.post_id
  WHERE m.community_id = $1 AND m.cid = $2
    AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3
      OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
        WHERE v.community_id = $1 AND v.id = $3 AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')
        AND NOT agora_lacks_second_factor($1, $3, $4)))
  LIMIT 1)
) found LIMIT 1`,
});
