-- The way back from 20261201200030_search_newest_first.

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION "agora_search"(p_text text, p_limit integer, p_after_rank float8 DEFAULT NULL, p_after_id uuid DEFAULT NULL)
RETURNS TABLE ("post_id" uuid, "comment_id" uuid, "rank" float8)
LANGUAGE plpgsql STABLE ROWS 20
SECURITY DEFINER
SET search_path = public, pg_temp
SET work_mem = '32MB'
AS $$
DECLARE
  query tsquery := agora_search_query(p_text);
  loose tsquery := agora_search_query(p_text, true);
BEGIN
  IF query IS NULL THEN
    RETURN;
  END IF;
  -- Planned for these words: how many texts have them decides where to look.
  RETURN QUERY EXECUTE $search$
    WITH found AS (
      SELECT p.id AS post_id, NULL::uuid AS comment_id, p.created_at, 0.2
        + ts_rank(d.title, $2) + ts_rank(d.title, replace($2::text, ':*', '')::tsquery) AS fit
      FROM (SELECT p.*, sum(octet_length(p.body)) OVER (ORDER BY p.id DESC ROWS UNBOUNDED PRECEDING) AS bytes FROM (
        SELECT p.id, p.title, p.body, p.words, p.created_at FROM posts p
        WHERE p.community_id = $1 AND p.status = 'PUBLISHED' AND coalesce(p.words, agora_search_post(p.title, p.body)) @@ $3
        ORDER BY p.id DESC LIMIT 500) p) p
      CROSS JOIN LATERAL (SELECT agora_search_post(p.title, '') AS title OFFSET 0) d
      WHERE CASE WHEN $4 THEN true WHEN p.bytes - octet_length(p.body) < 500000
        THEN coalesce(p.words, agora_search_post(p.title, p.body)) @@ $2 END
      UNION ALL
      SELECT c.post_id, c.id, c.created_at, 0.1
      FROM (SELECT c.*, sum(octet_length(c.body)) OVER (ORDER BY c.id DESC ROWS UNBOUNDED PRECEDING) AS bytes FROM (
        SELECT c.id, c.post_id, c.body, c.created_at FROM comments c
        WHERE c.community_id = $1 AND c.status = 'PUBLISHED' AND agora_search_comment(c.body) @@ $3
        ORDER BY c.id DESC LIMIT 500) c) c
      JOIN posts p ON p.community_id = $1 AND p.id = c.post_id AND p.status = 'PUBLISHED'
      WHERE CASE WHEN $4 THEN true WHEN c.bytes - octet_length(c.body) < 500000 THEN agora_search_comment(c.body) @@ $2 END
    ), ranked AS (
      SELECT DISTINCT ON (f.post_id) f.post_id, f.comment_id, f.rank FROM (
        SELECT f.*, ln(f.fit) + extract(epoch FROM f.created_at)::float8 / 31557600 AS rank FROM found f) f
      ORDER BY f.post_id, f.comment_id IS NOT NULL, f.rank DESC
    )
    SELECT r.post_id, r.comment_id, r.rank FROM ranked r
    WHERE $7 IS NULL OR (r.rank, r.post_id) < ($6, $7)
    ORDER BY r.rank DESC, r.post_id DESC LIMIT least($5, 101)
  $search$ USING nullif(current_setting('agora.community_id', true), '')::uuid, query, loose, query::text = loose::text, p_limit,
    p_after_rank, p_after_id;
END
$$;

DROP FUNCTION "public"."agora_search_newest"(text, uuid, tsquery, tsquery);
