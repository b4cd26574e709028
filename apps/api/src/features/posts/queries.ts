import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { pageOf, plannedSize } from '../../schema/page.ts';
import { authorColumns, authorJson } from '../users/queries.ts';
import type { Post, PostPage, PostSort } from './schema.ts';

/**
 * SQL of a row's version: when it was last edited, in milliseconds; what If-Match is compared with. `extract` would
 * reckon in numeric, which takes three times as long; a double holds milliseconds exactly until the year 287396.
 */
export const versionOf = (alias: string): string =>
  `(date_part('epoch', ${alias}.updated_at) * 1000)::bigint`;

/** SQL pairs that a post's summary and its page share, from `p` (posts), `ch` (channels) and `u` (its author). */
export const postFields = `'version', ${versionOf('p')}, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', ${authorJson},
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
    WHERE pt.community_id = $1 AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at`;

/** Joins of a post with its channel and author. */
export const postJoins = `JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
  JOIN users u ON u.community_id = $1 AND u.id = p.author_id`;

/**
 * A post with its whole thread, as the viewer ($3, or null) sees it: drafts show themselves to their author, hidden
 * posts to their author and to moderators. The thread is one scan of the index on `path`; its rows become JSON as rows,
 * which costs three quarters of json_build_object where there are hundreds. OFFSET 0 keeps the authors out of the join's
 * planning: of a thread whose length it cannot know, PostgreSQL expects a handful of comments, and would read all users
 * of a small community and sort the thread again, at an eighth of the page's price.
 */
export const postWithThread = statement<[communityId: string, postId: string, viewerId: string | null], Post>(
  'post_with_thread',
  `SELECT json_build_object(${postFields}, 'body', p.body,
    'liked', EXISTS (SELECT FROM post_likes l WHERE l.community_id = $1 AND l.post_id = p.id AND l.user_id = $3),
    'media', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'cid', m.cid, 'mimeType', m.mime_type, 'bytes', m.bytes,
        'width', m.width, 'height', m.height, 'altText', m.alt_text) ORDER BY m.id), '[]')
      FROM media m WHERE m.community_id = $1 AND m.post_id = p.id),
    'comments', (SELECT coalesce(json_agg(thread), '[]') FROM (
      SELECT ${versionOf('c')} AS version, c.id, c.parent_id AS "parentId", c.depth,
        CASE c.status WHEN 'PUBLISHED' THEN author END AS author,
        c.status, CASE c.status WHEN 'PUBLISHED' THEN c.body END AS body, c.like_count AS "likeCount",
        $3::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
          WHERE l.community_id = $1 AND l.comment_id = c.id AND l.user_id = $3) AS liked,
        c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt"
      FROM comments c CROSS JOIN LATERAL (SELECT ${authorColumns} FROM users u
        WHERE u.community_id = $1 AND u.id = c.author_id OFFSET 0) author
      WHERE c.community_id = $1 AND c.post_id = p.id
      ORDER BY c.path) thread))
  FROM posts p ${postJoins}
  WHERE p.community_id = $1 AND p.id = $2
    AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3
      OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
        WHERE v.community_id = $1 AND v.id = $3 AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')))`,
);

/** Which posts to list. */
export interface PostListing {
  readonly communityId: string;
  readonly sort: PostSort;
  readonly limit: number;
  readonly channel?: string | undefined;
  readonly tag?: string | undefined;
  readonly author?: string | undefined;
  /** Sort key of the last post of the page before: a value as text, and an id. */
  readonly after?: readonly [string | number, string] | undefined;
}

/** The column that each order sorts by, descending, with the id to break ties; an index holds both. */
const sortColumns = {
  new: { column: 'created_at', type: 'timestamptz' },
  top: { column: 'like_count', type: 'int' },
  active: { column: 'last_activity_at', type: 'timestamptz' },
} as const satisfies Record<PostSort, { column: string; type: string }>;

/** A page of published posts; each combination of order and filters is a statement of its own, planned for itself. */
export function postListing(listing: PostListing) {
  const parameters: SqlValue[] = [listing.communityId, listing.limit];
  const parameter = (value: SqlValue): string => `$${parameters.push(value)}`;
  const { column, type } = sortColumns[listing.sort];
  const filters: string[] = [];
  const names: string[] = [listing.sort];
  if (listing.channel !== undefined) {
    filters.push(
      `p.channel_id = (SELECT id FROM channels WHERE community_id = $1 AND slug = ${parameter(listing.channel)})`,
    );
    names.push('channel');
  }
  if (listing.author !== undefined) {
    filters.push(
      `p.author_id = (SELECT id FROM users WHERE community_id = $1 AND username = ${parameter(listing.author)})`,
    );
    names.push('author');
  }
  if (listing.tag !== undefined) {
    filters.push(`EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
      WHERE pt.community_id = $1 AND pt.post_id = p.id AND t.slug = ${parameter(listing.tag)})`);
    names.push('tag');
  }
  if (listing.after !== undefined) {
    filters.push(
      `(p.${column}, p.id) < (${parameter(listing.after[0])}::${type}, ${parameter(listing.after[1])}::uuid)`,
    );
    names.push('after');
  }
  const size = plannedSize(listing.limit);
  const text = pageOf(
    listing.sort,
    `SELECT json_build_object(${postFields}, 'excerpt', left(p.body, 240)) AS item,
       json_build_array(p.${column}, p.id) AS key
     FROM posts p ${postJoins}
     WHERE p.community_id = $1 AND p.status = 'PUBLISHED' ${filters.map((filter) => `AND ${filter}`).join(' ')}
     ORDER BY p.${column} DESC, p.id DESC`,
    size,
    '$2',
  );
  const prepared: Statement<SqlValue[], PostPage> = statement(`posts_${names.join('_')}_${size}`, text);
  return { statement: prepared, parameters };
}
