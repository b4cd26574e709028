// Made from search-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface SearchPostsParameters {
  readonly communityId: string;
  readonly terms: string;
  readonly limit: number;
  readonly afterRank: number | null;
  readonly afterId: string | null;
  readonly words: readonly (string)[];
}

export interface SearchPostsRow {
  readonly id: string;
  readonly rank: number;
  readonly item: JsonText;
  readonly title: string;
  readonly passage: string;
  readonly isLater: boolean | null;
  readonly query: string;
}

export const searchPostsSql = sql<SearchPostsParameters, SearchPostsRow>({
  name: 'search-posts',
  parameters: ['communityId', 'terms', 'limit', 'afterRank', 'afterId', 'words'],
  text: `SELECT hit.post_id AS id, hit.rank, json_build_object(
  'version', round(date_part('epoch', p.updated_at) * 1000)::bigint, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
    WHERE pt.community_id = $1 AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at,
  'excerpt', left(p.body, 240), 'rank', hit.rank, 'comment', CASE WHEN c.id IS NOT NULL THEN (
    SELECT json_build_object('id', c.id, 'createdAt', c.created_at, 'author', json_build_object('id', a.id, 'username', a.username,
      'displayName', a.display_name, 'avatar', a.avatar, 'role', a.role))
    FROM users a WHERE a.community_id = $1 AND a.id = c.author_id) END) AS item,
  p.title, substr(coalesce(c.body, p.body), greatest(place - 80, 1), 400) AS passage, place > 81 AS "isLater",
  query.loose::text AS query
FROM (SELECT agora_search_query($2, true) AS loose) query
CROSS JOIN agora_search($2, $3::int + 1, $4::float8, $5::uuid) hit
JOIN posts p ON p.community_id = $1 AND p.id = hit.post_id AND p.status = 'PUBLISHED'
JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
JOIN users u ON u.community_id = $1 AND u.id = p.author_id
LEFT JOIN comments c ON c.community_id = $1 AND c.id = hit.comment_id AND c.status = 'PUBLISHED'
CROSS JOIN LATERAL (SELECT agora_search_fold(coalesce(c.body, p.body)) AS text OFFSET 0) folded
CROSS JOIN LATERAL (SELECT coalesce(min(nullif(strpos(folded.text, word), 0)), 1) AS place FROM (
  SELECT lexeme[1] AS word FROM regexp_matches(query.loose::text, '''([a-y0-9]+)''', 'g') lexeme
  UNION ALL SELECT agora_search_fold(word) FROM unnest($6::text[]) word) words) place
WHERE hit.comment_id IS NULL OR c.id IS NOT NULL
ORDER BY hit.rank DESC, hit.post_id DESC`,
});
