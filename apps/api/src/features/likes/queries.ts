import { lockPeople } from '../../database/fragments.ts';
import type { Outcome } from '../../database/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { LikeState } from './schema.ts';

/** Posts and comments are liked alike: what differs between them. */
const kinds = {
  post: {
    table: 'posts',
    likes: 'post_likes',
    column: 'post_id',
    source: 'POST_LIKE',
    open: `status = 'PUBLISHED'`,
    visible: `status IN ('PUBLISHED', 'ARCHIVED')`,
  },
  comment: {
    table: 'comments',
    likes: 'comment_likes',
    column: 'comment_id',
    source: 'COMMENT_LIKE',
    open: `status = 'PUBLISHED' AND (SELECT p.status FROM posts p WHERE p.community_id = $1 AND p.id = target.post_id) = 'PUBLISHED'`,
    visible: `status = 'PUBLISHED' AND (SELECT p.status FROM posts p WHERE p.community_id = $1 AND p.id = target.post_id) IN ('PUBLISHED', 'ARCHIVED')`,
  },
} as const;

/**
 * A like in one statement: the like, the counter, both ledger entries under their caps, both users' statistics. Doing
 * it twice changes nothing, and taking it back and giving it again earns nothing: the ledger's keys are the like's.
 */
const like = (kind: keyof typeof kinds) => {
  const { table, likes, column, source, open, visible } = kinds[kind];
  return statement<
    [communityId: string, userId: string, targetId: string, givenId: string, receivedId: string],
    Outcome<LikeState>
  >(
    `like_${kind}`,
    `WITH target AS MATERIALIZED (
       SELECT * FROM ${table} WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE
     ), ${lockPeople('$2, (SELECT author_id FROM target)')},
     verdict AS (SELECT CASE
       WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
       WHEN NOT EXISTS (SELECT FROM target WHERE ${visible}) THEN 'resource.not_found'
       WHEN (SELECT author_id FROM target) = $2 THEN 'like.own'
       WHEN NOT EXISTS (SELECT FROM target WHERE ${open}) THEN 'post.closed' END AS refused),
     made AS (
       INSERT INTO ${likes} (community_id, ${column}, user_id) SELECT $1, $3, $2 FROM verdict WHERE refused IS NULL
       ON CONFLICT DO NOTHING RETURNING user_id
     ), counted AS (
       UPDATE ${table} t SET like_count = t.like_count + 1 FROM made WHERE t.community_id = $1 AND t.id = $3
       RETURNING t.like_count, t.author_id
     ), earned AS (
       SELECT agora_award($1, $2, $4, 'LIKE_GIVEN', '${source.toLowerCase()}:' || $3::uuid || ':' || $2::uuid || ':given', '${source}', $3)
         + agora_award($1, counted.author_id, $5, 'LIKE_RECEIVED', '${source.toLowerCase()}:' || $3::uuid || ':' || $2::uuid || ':received', '${source}', $3) AS points
       FROM counted
     ), noted AS (
       UPDATE user_statistics s SET likes_given = s.likes_given + (s.user_id = $2)::int,
         likes_received = s.likes_received + (s.user_id <> $2)::int, updated_at = now()
       FROM earned, target WHERE s.community_id = $1 AND s.user_id IN ($2, target.author_id)
     )
     SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('liked', true,
         'likeCount', coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target)), 'points', coalesce((SELECT points FROM earned), 0)))
       ELSE json_build_object('refused', refused) END FROM verdict`,
  );
};

/** Takes a like back; the points stay. */
const unlike = (kind: keyof typeof kinds) => {
  const { table, likes, column, visible } = kinds[kind];
  return statement<[communityId: string, userId: string, targetId: string], Outcome<LikeState>>(
    `unlike_${kind}`,
    `WITH target AS MATERIALIZED (
       SELECT * FROM ${table} WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE
     ), ${lockPeople('$2, (SELECT author_id FROM target)')},
     verdict AS (SELECT CASE
       WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
       WHEN NOT EXISTS (SELECT FROM target WHERE ${visible}) THEN 'resource.not_found' END AS refused),
     gone AS (
       DELETE FROM ${likes} l USING verdict WHERE refused IS NULL AND l.community_id = $1 AND l.${column} = $3 AND l.user_id = $2
       RETURNING l.user_id
     ), counted AS (
       UPDATE ${table} t SET like_count = t.like_count - 1 FROM gone WHERE t.community_id = $1 AND t.id = $3
       RETURNING t.like_count
     ), noted AS (
       UPDATE user_statistics s SET likes_given = s.likes_given - (s.user_id = $2)::int,
         likes_received = s.likes_received - (s.user_id <> $2)::int, updated_at = now()
       FROM counted, target WHERE s.community_id = $1 AND s.user_id IN ($2, target.author_id)
     )
     SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('liked', false,
         'likeCount', coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target)), 'points', 0))
       ELSE json_build_object('refused', refused) END FROM verdict`,
  );
};

/**
 * Brings the achievements of both up to their counters, in the order of their ids. `$4` and `$5` are array literals
 * of ids for what the liker and the author earn.
 */
const refresh = (kind: keyof typeof kinds) =>
  statement<
    [communityId: string, userId: string, targetId: string, likerIds: string, authorIds: string],
    number
  >(
    `refresh_${kind}_likers`,
    `SELECT to_json(sum(agora_refresh_achievements($1, person.id, CASE WHEN person.id = $2 THEN $4::uuid[] ELSE $5::uuid[] END)))
     FROM (SELECT id FROM users WHERE community_id = $1
       AND id IN ($2, (SELECT author_id FROM ${kinds[kind].table} WHERE community_id = $1 AND id = $3)) ORDER BY id) person`,
  );

export const likeStatements = {
  post: { like: like('post'), unlike: unlike('post'), refresh: refresh('post') },
  comment: { like: like('comment'), unlike: unlike('comment'), refresh: refresh('comment') },
} as const;
