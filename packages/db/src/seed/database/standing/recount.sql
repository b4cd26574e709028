-- Not Prisma: each counts a whole table again, in order: what posts and comments count, who is banned, what was edited.
-- A ban that ran out, or has not begun, leaves the status as it is.
UPDATE users u SET status = CASE WHEN b.in_force THEN 'SUSPENDED' ELSE 'ACTIVE' END::user_status
  FROM (SELECT u.community_id, u.id, coalesce(bool_or(b.starts_at <= now() AND b.ends_at IS NULL
                 OR now() BETWEEN b.starts_at AND b.ends_at), false) AS in_force, count(b.id) > 0 AS banned
          FROM users u LEFT JOIN bans b ON b.community_id = u.community_id AND b.user_id = u.id AND b.lifted_at IS NULL
         WHERE u.community_id = ANY (:communities::uuid[]) GROUP BY 1, 2) b
 WHERE u.community_id = b.community_id AND u.id = b.id
   AND (b.in_force AND u.status = 'ACTIVE' OR NOT b.banned AND u.status = 'SUSPENDED');

UPDATE comments c SET like_count = n.likes
  FROM (SELECT c.community_id, c.id, count(l.user_id) AS likes FROM comments c
          LEFT JOIN comment_likes l ON l.community_id = c.community_id AND l.comment_id = c.id
         WHERE c.community_id = ANY (:communities::uuid[]) GROUP BY 1, 2) n
 WHERE c.community_id = n.community_id AND c.id = n.id AND c.like_count <> n.likes;

UPDATE posts p SET like_count = n.likes, comment_count = n.comments, last_activity_at = n.active
  FROM (SELECT p.community_id, p.id,
               (SELECT count(*) FROM post_likes l WHERE l.community_id = p.community_id AND l.post_id = p.id) AS likes,
               count(c.id) AS comments, greatest(p.created_at, max(c.created_at)) AS active
          FROM posts p LEFT JOIN comments c ON c.community_id = p.community_id AND c.post_id = p.id AND c.status = 'PUBLISHED'
         WHERE p.community_id = ANY (:communities::uuid[]) GROUP BY 1, 2) n
 WHERE p.community_id = n.community_id AND p.id = n.id
   AND (p.like_count, p.comment_count, p.last_activity_at) IS DISTINCT FROM (n.likes, n.comments, n.active);

UPDATE posts p SET edited_at = n.last
  FROM (SELECT p.community_id, p.id, max(r.created_at) AS last FROM posts p
          LEFT JOIN post_revisions r ON r.community_id = p.community_id AND r.post_id = p.id
         WHERE p.community_id = ANY (:communities::uuid[]) GROUP BY 1, 2) n
 WHERE p.community_id = n.community_id AND p.id = n.id AND p.edited_at IS DISTINCT FROM n.last;
