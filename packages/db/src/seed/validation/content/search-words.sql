-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, 'posts ' || id AS row, 'is searched by words of another text' AS detail
  FROM posts t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND words IS NOT NULL AND words <> agora_search_post(title, body)
UNION ALL
SELECT community_id, 'comments ' || id, 'is searched by words of another text'
  FROM comments t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND words IS NOT NULL AND words <> agora_search_comment(body);
