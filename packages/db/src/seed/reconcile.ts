import type { Client } from '@agora/postgres';

/**
 * After changed seeds have been applied over a forum that people use: numbers people's own ledger entries on from the
 * seeds', and counts again what is counted. A balance that would fall below zero fails (users_points_check), and with
 * it the whole transaction.
 *
 * @param communities ids.
 */
export async function reconcile(client: Client, communities: readonly string[]): Promise<void> {
  for (const sql of steps) await client.query(sql, [communities]);
}

const PUBLISHED = `status = 'PUBLISHED'`;

const steps: readonly string[] = [
  // Numbers far beyond any in use first, so that no step meets a number that is still taken.
  `UPDATE point_transactions t SET sequence = t.sequence + 1000000000
    WHERE t.community_id = ANY ($1::uuid[]) AND EXISTS (SELECT FROM point_transactions o
      WHERE o.community_id = t.community_id AND o.user_id = t.user_id AND o.sequence > 1000000000)`,
  `UPDATE point_transactions t SET sequence = o.sequence, balance_after = o.balance
     FROM (SELECT community_id, id, row_number() OVER own AS sequence, sum(amount) OVER own AS balance
             FROM point_transactions WHERE community_id = ANY ($1::uuid[])
           WINDOW own AS (PARTITION BY community_id, user_id ORDER BY created_at, sequence)) o
    WHERE t.community_id = o.community_id AND t.id = o.id
      AND (t.sequence, t.balance_after) IS DISTINCT FROM (o.sequence, o.balance)`,
  `UPDATE users u SET points = l.points, ledger_sequence = l.entries,
          level = coalesce((SELECT max(v.rank) FROM levels v WHERE v.community_id = u.community_id AND v.min_points <= l.points), u.level)
     FROM (SELECT community_id, user_id, sum(amount)::int AS points, count(*)::int AS entries
             FROM point_transactions WHERE community_id = ANY ($1::uuid[]) GROUP BY 1, 2) l
    WHERE u.community_id = l.community_id AND u.id = l.user_id
      AND (u.points, u.ledger_sequence) IS DISTINCT FROM (l.points, l.entries)`,
  `UPDATE comments c SET like_count = n.likes
     FROM (SELECT c.community_id, c.id, count(l.user_id) AS likes FROM comments c
             LEFT JOIN comment_likes l ON l.community_id = c.community_id AND l.comment_id = c.id
            WHERE c.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n
    WHERE c.community_id = n.community_id AND c.id = n.id AND c.like_count <> n.likes`,
  `UPDATE posts p SET like_count = n.likes, comment_count = n.comments, last_activity_at = n.active
     FROM (SELECT p.community_id, p.id,
                  (SELECT count(*) FROM post_likes l WHERE l.community_id = p.community_id AND l.post_id = p.id) AS likes,
                  count(c.id) AS comments, greatest(p.created_at, max(c.created_at)) AS active
             FROM posts p LEFT JOIN comments c ON c.community_id = p.community_id AND c.post_id = p.id AND c.${PUBLISHED}
            WHERE p.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n
    WHERE p.community_id = n.community_id AND p.id = n.id
      AND (p.like_count, p.comment_count, p.last_activity_at) IS DISTINCT FROM (n.likes, n.comments, n.active)`,
  `UPDATE user_statistics s SET posts = n.posts, comments = n.comments, likes_given = n.given, likes_received = n.received,
          last_active_on = n.day
     FROM (SELECT u.community_id, u.id,
             (SELECT count(*) FROM posts p WHERE p.community_id = u.community_id AND p.author_id = u.id AND p.${PUBLISHED}) AS posts,
             (SELECT count(*) FROM comments c WHERE c.community_id = u.community_id AND c.author_id = u.id AND c.${PUBLISHED}) AS comments,
             (SELECT count(*) FROM post_likes l WHERE l.community_id = u.community_id AND l.user_id = u.id)
               + (SELECT count(*) FROM comment_likes l WHERE l.community_id = u.community_id AND l.user_id = u.id) AS given,
             coalesce((SELECT sum(like_count) FROM posts p WHERE p.community_id = u.community_id AND p.author_id = u.id), 0)
               + coalesce((SELECT sum(like_count) FROM comments c WHERE c.community_id = u.community_id AND c.author_id = u.id), 0) AS received,
             greatest((SELECT max((created_at AT TIME ZONE 'UTC')::date) FROM posts p
                        WHERE p.community_id = u.community_id AND p.author_id = u.id AND p.${PUBLISHED}),
                      (SELECT max((created_at AT TIME ZONE 'UTC')::date) FROM comments c
                        WHERE c.community_id = u.community_id AND c.author_id = u.id AND c.${PUBLISHED})) AS day
             FROM users u WHERE u.community_id = ANY ($1::uuid[])) n
    WHERE s.community_id = n.community_id AND s.user_id = n.id
      AND (s.posts, s.comments, s.likes_given, s.likes_received, s.last_active_on)
          IS DISTINCT FROM (n.posts, n.comments, n.given, n.received, n.day)`,
  `UPDATE user_achievements p SET progress = least(n.counter, n.goal)
     FROM (SELECT a.community_id, a.id, s.user_id, (a.criteria ->> 'atLeast')::int AS goal,
                  CASE a.criteria ->> 'counter' WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments
                    WHEN 'likesGiven' THEN s.likes_given WHEN 'likesReceived' THEN s.likes_received END AS counter
             FROM achievements a JOIN user_statistics s USING (community_id) WHERE a.community_id = ANY ($1::uuid[])) n
    WHERE p.community_id = n.community_id AND p.achievement_id = n.id AND p.user_id = n.user_id
      AND p.earned_at IS NULL AND n.counter IS NOT NULL AND p.progress <> least(n.counter, n.goal)`,
];
