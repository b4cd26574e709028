// Made from content-ids.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface ContentIdsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface ContentIdsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const contentIdsSql = [sql<ContentIdsParameters, ContentIdsRow>({
  name: 'content-ids-1',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, cid AS detail
  FROM media t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND cid !~ '^baf(kre|ybe)[a-p][a-z2-7]{52}$'`,
}), sql<ContentIdsParameters, ContentIdsRow>({
  name: 'content-ids-2',
  parameters: ['communities'],
  text: `SELECT community_id, cid AS row, format('%s to %s bytes, %s and %s', min(bytes), max(bytes), min(mime_type), max(mime_type)) AS detail
  FROM media t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, cid HAVING min(bytes) <> max(bytes) OR min(mime_type) <> max(mime_type)`,
}), sql<ContentIdsParameters, ContentIdsRow>({
  name: 'content-ids-3',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, format('%s of %s by %s', mime_type, width, height) AS detail
  FROM media t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (mime_type !~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$' OR num_nulls(width, height) = 1)`,
}), sql<ContentIdsParameters, ContentIdsRow>({
  name: 'content-ids-4',
  parameters: ['communities'],
  text: `SELECT community_id, post_id::text AS row, format('%s media', count(*)) AS detail
  FROM media t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, post_id HAVING count(*) > 20`,
})] as const;
