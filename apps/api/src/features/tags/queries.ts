import { statement } from '../../database/statement.ts';
import { versionOf } from '../../database/fragments.ts';
import type { Tag, TagList } from './schema.ts';

const item = `json_build_object('version', ${versionOf('t')}, 'slug', t.slug, 'name', t.name, 'colour', t.colour,
  'postCount', (SELECT count(*) FROM post_tags pt JOIN posts p ON p.community_id = $1 AND p.id = pt.post_id AND p.status = 'PUBLISHED'
    WHERE pt.community_id = $1 AND pt.tag_id = t.id))`;

/** All tags of a community by slug. */
export const tagsOfCommunity = statement<[communityId: string], TagList>(
  'tags_of_community',
  `SELECT json_build_object('items', coalesce(json_agg(${item} ORDER BY t.slug), '[]')) FROM tags t WHERE t.community_id = $1`,
);

/** One tag by slug. */
export const tagBySlug = statement<[communityId: string, slug: string], Tag>(
  'tag_by_slug',
  `SELECT ${item} FROM tags t WHERE t.community_id = $1 AND t.slug = $2`,
);
