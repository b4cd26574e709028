import { statement } from '../database/statement.ts';
import { isShown } from '../database/fragments.ts';

/** What the navigation shows of a channel. */
export interface ChannelLink {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
}

/** The channels of a community in their order, without the counts that only their own pages show. */
export const channelLinks = statement<[communityId: string], ChannelLink[]>(
  'reader_channel_links',
  `SELECT coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'description', description) ORDER BY position, slug), '[]')
   FROM channels WHERE community_id = $1`,
);

/** A tag by slug. */
export const tagBySlug = statement<
  [communityId: string, slug: string],
  { slug: string; name: string; colour: string }
>(
  'reader_tag_by_slug',
  `SELECT json_build_object('slug', slug, 'name', name, 'colour', colour) FROM tags WHERE community_id = $1 AND slug = $2`,
);

/** Usernames that a post or its thread mentions, of those who have a profile: perhaps more, as code is read, too. */
export const mentionedUsers = statement<[communityId: string, postId: string], string[]>(
  'reader_mentioned_users',
  `SELECT coalesce(json_agg(u.username), '[]') FROM users u WHERE u.community_id = $1 AND ${isShown} AND u.username IN (
     SELECT lower(name[1]) FROM (
       SELECT body FROM posts WHERE community_id = $1 AND id = $2
       UNION ALL SELECT body FROM comments WHERE community_id = $1 AND post_id = $2 AND status = 'PUBLISHED') said,
       regexp_matches(said.body, '@([a-z0-9_]{3,30})', 'gi') name
     WHERE said.body LIKE '%@%')`,
);
