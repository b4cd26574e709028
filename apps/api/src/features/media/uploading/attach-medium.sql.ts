// Made from attach-medium.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AttachMediumParameters {
  readonly communityId: string;
  readonly mediumId: string;
  readonly postId: string;
  readonly cid: string;
  readonly mimeType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly altText: string | null;
}

export interface AttachMediumRow {
  readonly created: boolean;
  readonly id: string;
  readonly cid: string;
  readonly mimeType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly altText: string;
}

export const attachMediumSql = sql<AttachMediumParameters, AttachMediumRow>({
  name: 'attach-medium',
  parameters: ['communityId', 'mediumId', 'postId', 'cid', 'mimeType', 'bytes', 'width', 'height', 'altText'],
  text: `INSERT INTO media AS m (community_id, id, post_id, cid, mime_type, bytes, width, height, alt_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, ''))
ON CONFLICT (community_id, post_id, cid) DO UPDATE SET alt_text = coalesce($9, m.alt_text), updated_at = excluded.updated_at
RETURNING m.id = $2 AS created, m.id, m.cid, m.mime_type AS "mimeType", m.bytes, m.width, m.height,
  m.alt_text AS "altText"`,
});
