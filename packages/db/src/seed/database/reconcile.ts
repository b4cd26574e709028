import { randomInt } from 'node:crypto';
import type { Client } from '@agora/postgres';
import { uuid7 } from '@agora/seeding/random';
import { counterOf, thresholdOf } from '../validation/invariant.ts';

/**
 * After changed seeds have been applied over a forum that people use, or when only some of the seeds are there: numbers
 * people's own ledger entries on from the seeds', counts again what is counted, and brings balances, standing and
 * achievements in line with it. A balance that would fall below zero fails (users_points_check), and with it the whole
 * transaction.
 *
 * @param communities ids.
 */
export async function reconcile(client: Client, communities: readonly string[]): Promise<void> {
  for (const sql of steps) await client.query(sql, [communities]);
  await refreshAchievements(client, communities);
}

/** As the API does after each act: what the counters reach now is earned and paid, what they no longer reach is lost. */
async function refreshAchievements(client: Client, communities: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ community: string; user: string; achievements: number }>(
    `SELECT s.community_id AS community, s.user_id AS "user",
            (SELECT count(*)::int FROM achievements a WHERE a.community_id = s.community_id) AS achievements
       FROM user_statistics s WHERE s.community_id = ANY ($1::uuid[]) AND EXISTS (
         SELECT FROM achievements a LEFT JOIN user_achievements p
             ON p.community_id = a.community_id AND p.achievement_id = a.id AND p.user_id = s.user_id
          WHERE a.community_id = s.community_id
            AND (coalesce(p.progress, 0) <> least(${COUNTER}, ${GOAL}) OR (p.earned_at IS NOT NULL) <> (${COUNTER} >= ${GOAL})))
        AND s.community_id IN (SELECT community_id FROM user_achievements)
      ORDER BY s.community_id, s.user_id`,
    [communities],
  );
  for (const { community, user, achievements } of rows) {
    const ids = Array.from({ length: achievements }, (_, index) =>
      uuid7(Date.now(), randomInt(2 ** 32), index),
    );
    await client.query('SELECT agora_refresh_achievements($1, $2, $3::uuid[])', [community, user, ids]);
  }
}

const COUNTER = counterOf('a', 's');
const GOAL = thresholdOf('a');

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
  `UPDATE users u SET points = l.points, ledger_sequence = l.entries, level = l.level
     FROM (SELECT n.*, coalesce((SELECT max(v.rank) FROM levels v
                   WHERE v.community_id = n.community_id AND v.min_points <= n.points), 1) AS level
             FROM (SELECT u.community_id, u.id, coalesce(sum(t.amount), 0)::int AS points, count(t.id)::int AS entries
                     FROM users u LEFT JOIN point_transactions t ON t.community_id = u.community_id AND t.user_id = u.id
                    WHERE u.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n) l
    WHERE u.community_id = l.community_id AND u.id = l.id
      AND (u.points, u.ledger_sequence, u.level) IS DISTINCT FROM (l.points, l.entries, l.level)`,
  // As the bans have it; one that ran out, or has not begun, leaves the status as it is.
  `UPDATE users u SET status = CASE WHEN b.in_force THEN 'SUSPENDED' ELSE 'ACTIVE' END::user_status
     FROM (SELECT u.community_id, u.id, coalesce(bool_or(b.starts_at <= now() AND b.ends_at IS NULL
                    OR now() BETWEEN b.starts_at AND b.ends_at), false) AS in_force, count(b.id) > 0 AS banned
             FROM users u LEFT JOIN bans b ON b.community_id = u.community_id AND b.user_id = u.id AND b.lifted_at IS NULL
            WHERE u.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) b
    WHERE u.community_id = b.community_id AND u.id = b.id
      AND (b.in_force AND u.status = 'ACTIVE' OR NOT b.banned AND u.status = 'SUSPENDED')`,
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
];
