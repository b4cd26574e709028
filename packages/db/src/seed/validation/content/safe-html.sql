-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- Quoted values are taken out ahead of a look at attributes: a title may speak of one. Text has no brackets and no quotes: they
-- are written as entities.
SELECT community_id, 'posts ' || id AS row, 'stored HTML holds what a page runs' AS detail
  FROM posts t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (html ~* '<(script|style|iframe|object|embed|form|link|meta|base|svg|math)[\s/>]'
     OR html ~* '<[^>]*(href|src)="[[:space:][:cntrl:]]*(javascript|vbscript|data):'
     OR regexp_replace(html, '"[^"]*"', '""', 'g') ~* '<[^>]*[\s"/]on[a-z]+\s*=');

SELECT community_id, 'comments ' || id AS row, 'stored HTML holds what a page runs' AS detail
  FROM comments t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (html ~* '<(script|style|iframe|object|embed|form|link|meta|base|svg|math)[\s/>]'
     OR html ~* '<[^>]*(href|src)="[[:space:][:cntrl:]]*(javascript|vbscript|data):'
     OR regexp_replace(html, '"[^"]*"', '""', 'g') ~* '<[^>]*[\s"/]on[a-z]+\s*=');
