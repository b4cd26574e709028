-- agora: compatible
-- agora: allow not-compatible because the function takes and answers what it did
-- agora: after backfill 20261201200000_keep_words_of_posts
-- agora: after backfill 20261201200010_keep_words_of_comments

-- To make the words of many texts anew would take seconds.
DO $agora$
DECLARE
  setting text := pg_catalog.current_setting('row_security');
BEGIN
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  IF (SELECT NOT EXISTS (SELECT 1 FROM posts WHERE words IS NULL)) IS NOT TRUE THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of 20261201200000_keep_words_of_posts is not done.',
      HINT = 'agora migrate backfill run 20261201200000_keep_words_of_posts';
  END IF;
  PERFORM pg_catalog.set_config('row_security', setting, true);
END $agora$;

DO $agora$
DECLARE
  setting text := pg_catalog.current_setting('row_security');
BEGIN
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  IF (SELECT NOT EXISTS (SELECT 1 FROM comments WHERE words IS NULL)) IS NOT TRUE THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of 20261201200010_keep_words_of_comments is not done.',
      HINT = 'agora migrate backfill run 20261201200010_keep_words_of_comments';
  END IF;
  PERFORM pg_catalog.set_config('row_security', setting, true);
END $agora$;

-- The newest five hundred posts, or comments, in which a query is found. What is frequent is soon found in the newest texts,
-- what is rare by the index; the newest 2,000 tell which it is, since the planner does not know which words go together. A
-- phrase, and what must not be there, is looked for in a bounded number of texts.
CREATE FUNCTION "agora_search_newest"(p_table text, p_community_id uuid, p_query tsquery, p_loose tsquery) RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
DECLARE
  most constant integer := 500;
  sampled constant integer := 2000;
  words constant text := CASE p_table WHEN 'posts' THEN 'coalesce(t.words, agora_search_post(t.title, t.body))'
    ELSE 'coalesce(t.words, agora_search_comment(t.body))' END;
  found uuid[];
  more uuid[];
  last uuid;
  holders integer;
BEGIN
  EXECUTE format($sample$
    SELECT coalesce((array_agg(t.id ORDER BY t.id DESC) FILTER (WHERE %1$s @@ $2))[:%3$s], '{}'),
      count(*) FILTER (WHERE %1$s @@ $3)
    FROM (SELECT * FROM %2$I WHERE community_id = $1 ORDER BY id DESC LIMIT %4$s) t WHERE t.status = 'PUBLISHED'
  $sample$, words, p_table, most, sampled) INTO found, holders USING p_community_id, p_query, p_loose;
  EXECUTE format('SELECT id FROM %I WHERE community_id = $1 ORDER BY id DESC OFFSET %s LIMIT 1', p_table, sampled - 1)
    INTO last USING p_community_id;
  IF last IS NULL OR cardinality(found) = most THEN
    RETURN found;
  END IF;

  -- One text in 64 or more: 50,000 hold enough of them, unless they are of late or go together seldom.
  IF holders >= sampled / 64 THEN
    EXECUTE format($walk$
      SELECT coalesce(array_agg(id ORDER BY id DESC), '{}') FROM (
        SELECT t.id FROM (SELECT * FROM %2$I WHERE community_id = $1 AND id < $3 ORDER BY id DESC LIMIT 50000) t
        WHERE t.status = 'PUBLISHED' AND %1$s @@ $2 ORDER BY t.id DESC LIMIT %3$s) hit
    $walk$, words, p_table, most - cardinality(found)) INTO more USING p_community_id, p_query, last;
    found := found || more;
    IF cardinality(found) = most OR p_query::text <> p_loose::text THEN
      RETURN found;
    END IF;
    last := coalesce(found[cardinality(found)], last);
  END IF;

  -- By the index; OFFSET 0 keeps the planner from the order of ids, by which it would read all texts.
  EXECUTE format($index$
    SELECT coalesce(array_agg(id ORDER BY id DESC), '{}') FROM (
      SELECT held.id FROM (
        SELECT t.id FROM (SELECT t.id, t.status FROM %2$I t WHERE t.community_id = $1 AND %1$s @@ $3 OFFSET 0) t
        WHERE t.status = 'PUBLISHED' AND t.id < $4 ORDER BY t.id DESC LIMIT %4$s) held
      CROSS JOIN LATERAL (SELECT %1$s AS words FROM %2$I t WHERE t.community_id = $1 AND t.id = held.id OFFSET 0) t
      WHERE t.words @@ $2 ORDER BY held.id DESC LIMIT %3$s) hit
  $index$, words, p_table, most - cardinality(found), CASE WHEN p_query::text = p_loose::text THEN most ELSE 10000 END)
    INTO more USING p_community_id, p_query, p_loose, last;
  RETURN found || more;
END
$$;

-- As before, but for what is looked through, which agora_search_newest chooses.
CREATE OR REPLACE FUNCTION "agora_search"(p_text text, p_limit integer, p_after_rank float8 DEFAULT NULL, p_after_id uuid DEFAULT NULL)
RETURNS TABLE ("post_id" uuid, "comment_id" uuid, "rank" float8)
LANGUAGE plpgsql STABLE ROWS 20
SECURITY DEFINER
SET search_path = public, pg_temp
SET work_mem = '32MB'
AS $$
DECLARE
  here uuid := nullif(current_setting('agora.community_id', true), '')::uuid;
  query tsquery := agora_search_query(p_text);
  loose tsquery := agora_search_query(p_text, true);
  posts_found uuid[];
  comments_found uuid[];
BEGIN
  IF query IS NULL OR here IS NULL THEN
    RETURN;
  END IF;
  posts_found := agora_search_newest('posts', here, query, loose);
  comments_found := agora_search_newest('comments', here, query, loose);
  RETURN QUERY
    WITH found AS (
      SELECT p.id AS post_id, NULL::uuid AS comment_id, p.created_at, 0.2
        + ts_rank(d.title, query) + ts_rank(d.title, replace(query::text, ':*', '')::tsquery) AS fit
      FROM posts p CROSS JOIN LATERAL (SELECT agora_search_post(p.title, '') AS title OFFSET 0) d
      WHERE p.community_id = here AND p.id = ANY (posts_found)
      UNION ALL
      SELECT c.post_id, c.id, c.created_at, 0.1
      FROM comments c JOIN posts p ON p.community_id = here AND p.id = c.post_id AND p.status = 'PUBLISHED'
      WHERE c.community_id = here AND c.id = ANY (comments_found)
    ), ranked AS (
      SELECT DISTINCT ON (f.post_id) f.post_id, f.comment_id, f.rank FROM (
        SELECT f.*, ln(f.fit) + extract(epoch FROM f.created_at)::float8 / 31557600 AS rank FROM found f) f
      ORDER BY f.post_id, f.comment_id IS NOT NULL, f.rank DESC
    )
    SELECT r.post_id, r.comment_id, r.rank FROM ranked r
    WHERE p_after_id IS NULL OR (r.rank, r.post_id) < (p_after_rank, p_after_id)
    ORDER BY r.rank DESC, r.post_id DESC LIMIT least(p_limit, 101);
END
$$;

-- Called by agora_search alone, with the rights of its owner.
ALTER FUNCTION "agora_search_newest"(text, uuid, tsquery, tsquery) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_search_newest"(text, uuid, tsquery, tsquery) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_search_newest"(text, uuid, tsquery, tsquery) TO agora_loader;
