// Made from channels.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ChannelsParameters {
  readonly communityId: string;
  readonly slug: string | null;
}

export interface ChannelsRow {
  readonly version: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly position: number;
  readonly postRole: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly slowSeconds: number | null;
  readonly postCount: number;
  readonly lastActivityAt: Date | null;
}

export const channelsSql = sql<ChannelsParameters, ChannelsRow>({
  name: 'channels',
  parameters: ['communityId', 'slug'],
  text: `SELECT round(date_part('epoch', c.updated_at) * 1000) AS version, c.id, c.slug, c.name, c.description, c.position,
  c.post_role AS "postRole", c.slow_seconds AS "slowSeconds",
  (SELECT count(*) FROM posts p
    WHERE p.community_id = $1 AND p.channel_id = c.id AND p.status = 'PUBLISHED')::int AS "postCount",
  (SELECT p.last_activity_at FROM posts p
    WHERE p.community_id = $1 AND p.channel_id = c.id AND p.status = 'PUBLISHED'
    ORDER BY p.last_activity_at DESC, p.id DESC LIMIT 1) AS "lastActivityAt"
FROM channels c WHERE c.community_id = $1 AND ($2::text IS NULL OR c.slug = $2)
ORDER BY c.position, c.slug`,
});
