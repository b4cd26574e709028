-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- What was written after a purge stays.
SELECT g.community_id, 'posts ' || p.id AS row, 'purged at ' || g.created_at || ', and says what it said' AS detail
  FROM purges g JOIN posts p ON p.community_id = g.community_id AND p.id = g.target_id
 WHERE (:communities::uuid[] IS NULL OR g.community_id = ANY (:communities)) AND g.kind = 'POST' AND p.status <> 'DRAFT'
   AND (p.title, p.body) <> ('Purged', 'Purged') AND coalesce(p.edited_at, p.created_at) <= g.created_at;

SELECT g.community_id, 'comments ' || c.id AS row, 'purged at ' || g.created_at || ', and says what it said' AS detail
  FROM purges g JOIN comments c ON c.community_id = g.community_id AND c.id = g.target_id
 WHERE (:communities::uuid[] IS NULL OR g.community_id = ANY (:communities)) AND g.kind = 'COMMENT' AND c.body <> 'Purged';

SELECT g.community_id, 'purges ' || g.id AS row, format('a revision of %s is still there', r.created_at) AS detail
  FROM purges g
  JOIN (SELECT community_id, id, post_id AS of, created_at FROM post_revisions
        UNION ALL SELECT community_id, id, comment_id, created_at FROM comment_revisions) r
    ON r.community_id = g.community_id AND g.target_id IN (r.id, r.of)
 WHERE (:communities::uuid[] IS NULL OR g.community_id = ANY (:communities)) AND g.kind <> 'PERSON' AND r.created_at < g.created_at;

SELECT g.community_id, 'purges ' || g.id AS row, 'the medium ' || m.id || ' is still there' AS detail
  FROM purges g JOIN media m ON m.community_id = g.community_id AND m.post_id = g.target_id
 WHERE (:communities::uuid[] IS NULL OR g.community_id = ANY (:communities)) AND m.created_at < g.created_at;

SELECT g.community_id, 'reports ' || r.id AS row, 'has a copy of what was purged' AS detail
  FROM purges g JOIN reports r ON r.community_id = g.community_id AND g.target_id IN (r.post_id, r.comment_id, r.reported_user_id)
 WHERE (:communities::uuid[] IS NULL OR g.community_id = ANY (:communities)) AND r.copy IS NOT NULL AND r.created_at < g.created_at;
