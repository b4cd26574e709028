-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT u.community_id, u.username AS row, format('level %s with %s points', u.level, u.points) AS detail
  FROM users u
 WHERE (:communities::uuid[] IS NULL OR u.community_id = ANY (:communities))
   AND EXISTS (SELECT FROM levels l WHERE l.community_id = u.community_id)
   AND u.level <> coalesce((SELECT max(l.rank) FROM levels l WHERE l.community_id = u.community_id AND l.min_points <= u.points), 1);

SELECT community_id, name AS row, format('rank %s from %s points, rank %s from %s', rank, min_points, lower, less) AS detail
  FROM (SELECT l.*, lag(rank) OVER up AS lower, lag(min_points) OVER up AS less
          FROM levels l
         WHERE (:communities::uuid[] IS NULL OR l.community_id = ANY (:communities))
        WINDOW up AS (PARTITION BY community_id ORDER BY rank)) ranked
 WHERE rank = lower OR min_points <= less;
