-- The way back from 20261129190000_drop_english_search.

ALTER TABLE "posts" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('english'::regconfig, ("title")::text), 'A'::"char") ||
  setweight(to_tsvector('english'::regconfig, "body"), 'B'::"char")
) STORED;

CREATE INDEX "posts_search_idx" ON "posts" USING GIN ("search");

CREATE FUNCTION "agora_search_posts"(p_query tsquery, p_limit integer, p_after_rank real DEFAULT NULL, p_after_id uuid DEFAULT NULL)
RETURNS TABLE ("id" uuid, "rank" real)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
  SELECT found."id", found."rank" FROM (
    SELECT p."id", ts_rank_cd(p."search", p_query) AS "rank" FROM "posts" p
    WHERE p."community_id" = nullif(current_setting('agora.community_id', true), '')::uuid
      AND p."search" @@ p_query AND p."status" = 'PUBLISHED'
  ) found
  WHERE p_after_id IS NULL OR (found."rank", found."id") < (p_after_rank, p_after_id)
  ORDER BY found."rank" DESC, found."id" DESC
  LIMIT least(p_limit, 101)
$$;

GRANT CREATE ON SCHEMA public TO agora_loader;
ALTER FUNCTION "agora_search_posts"(tsquery, integer, real, uuid) OWNER TO agora_loader;
REVOKE CREATE ON SCHEMA public FROM agora_loader;
REVOKE ALL ON FUNCTION "agora_search_posts"(tsquery, integer, real, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_search_posts"(tsquery, integer, real, uuid) TO agora_app;
