import { statement } from '../../database/statement.ts';
import { versionOf } from '../../database/fragments.ts';
import type { Channel, ChannelList } from './schema.ts';

const item = `json_build_object('version', ${versionOf('c')}, 'id', c.id, 'slug', c.slug, 'name', c.name, 'description', c.description,
  'position', c.position, 'postRole', c.post_role,
  'postCount', (SELECT count(*) FROM posts p WHERE p.community_id = $1 AND p.channel_id = c.id AND p.status = 'PUBLISHED'),
  'lastActivityAt', (SELECT p.last_activity_at FROM posts p
    WHERE p.community_id = $1 AND p.channel_id = c.id AND p.status = 'PUBLISHED'
    ORDER BY p.last_activity_at DESC, p.id DESC LIMIT 1))`;

/** All channels of a community in their order. */
export const channelsOfCommunity = statement<[communityId: string], ChannelList>(
  'channels_of_community',
  `SELECT json_build_object('items', coalesce(json_agg(${item} ORDER BY c.position, c.slug), '[]'))
   FROM channels c WHERE c.community_id = $1`,
);

/** One channel by slug. */
export const channelBySlug = statement<[communityId: string, slug: string], Channel>(
  'channel_by_slug',
  `SELECT ${item} FROM channels c WHERE c.community_id = $1 AND c.slug = $2`,
);
