// Made from renew-belongings.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RenewBelongingsParameters {
  readonly communityId: string;
  readonly postId: string;
}

export interface RenewBelongingsRow {

}

export const renewBelongingsSql = sql<RenewBelongingsParameters, RenewBelongingsRow>({
  name: 'renew-belongings',
  parameters: ['communityId', 'postId'],
  text: `WITH media AS (
  UPDATE media m SET created_at = p.created_at, updated_at = greatest(m.updated_at, p.created_at) FROM posts p
  WHERE p.community_id = $1 AND p.id = $2
    AND m.community_id = $1 AND m.post_id = p.id AND m.created_at < p.created_at
)
UPDATE post_tags pt SET created_at = p.created_at FROM posts p
WHERE p.community_id = $1 AND p.id = $2
  AND pt.community_id = $1 AND pt.post_id = p.id AND pt.created_at < p.created_at`,
});
