import { statement } from '../database/statement.ts';

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
