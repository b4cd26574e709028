-- Owner, rights and policies of the tables for moderation, and what purges and slows.

ALTER TABLE "comment_revisions" OWNER TO agora_owner;
ALTER TABLE "moderation_effects" OWNER TO agora_owner;
ALTER TABLE "moderation_undos" OWNER TO agora_owner;
ALTER TABLE "holds" OWNER TO agora_owner;
ALTER TABLE "queue_claims" OWNER TO agora_owner;
ALTER TABLE "purges" OWNER TO agora_owner;
ALTER TYPE "hold_reason" OWNER TO agora_owner;
ALTER TYPE "purge_kind" OWNER TO agora_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON "holds", "queue_claims" TO agora_app;
-- What was said and what was done is kept as it was, but for what is purged.
GRANT SELECT, INSERT ON "comment_revisions", "moderation_effects", "moderation_undos" TO agora_app;
GRANT SELECT ON "purges" TO agora_app;
GRANT UPDATE ("muted_until") ON "users" TO agora_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "comment_revisions", "moderation_effects", "moderation_undos", "holds", "queue_claims", "purges" TO agora_loader;

ALTER TABLE "comment_revisions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment_revisions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "comment_revisions" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "moderation_effects" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "moderation_effects" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "moderation_effects" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "moderation_undos" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "moderation_undos" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "moderation_undos" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "holds" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "holds" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "holds" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "queue_claims" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "queue_claims" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "queue_claims" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "purges" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "purges" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "purges" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

-- The settings of moderation, and no others: the application may not write "communities", which no policy guards.
CREATE FUNCTION "agora_set_moderation"(p_community_id uuid, p_settings jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
  UPDATE "communities" SET "settings" = "settings" || jsonb_build_object('moderation', p_settings), "updated_at" = now()
   WHERE "id" = p_community_id AND "id" = nullif(current_setting('agora.community_id', true), '')::uuid;
$$;
ALTER FUNCTION "agora_set_moderation"(uuid, jsonb) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_set_moderation"(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_set_moderation"(uuid, jsonb) TO agora_app, agora_loader;

-- Seconds that somebody, who is locked, has still to wait before the next comment on a post in slow mode. A function, and not
-- part of the statement that writes the comment: that would not see what was written while it waited for the lock.
CREATE FUNCTION "agora_comment_wait"(p_community_id uuid, p_user_id uuid, p_post_id uuid) RETURNS integer
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  slow integer;
BEGIN
  SELECT greatest(p."slow_seconds", c."slow_seconds") INTO slow
    FROM "posts" p JOIN "channels" c ON c."community_id" = p_community_id AND c."id" = p."channel_id"
   WHERE p."community_id" = p_community_id AND p."id" = p_post_id;
  IF slow IS NULL THEN
    RETURN 0;
  END IF;
  RETURN coalesce((
    SELECT greatest(0, ceil(extract(epoch FROM max("created_at") + slow * interval '1 second' - clock_timestamp())))::integer
      FROM "comments"
     WHERE "community_id" = p_community_id AND "author_id" = p_user_id AND "post_id" = p_post_id
       AND "created_at" > clock_timestamp() - slow * interval '1 second'), 0);
END;
$$;
ALTER FUNCTION "agora_comment_wait"(uuid, uuid, uuid) OWNER TO agora_owner;

-- What a post, a comment or a revision said goes for good, with the copies of it that were kept, and that it went is noted.
-- A post or a comment has been taken out of sight before. Of a person only the note: agora_purge_written goes on.
-- Returns why not, or null.
CREATE FUNCTION "agora_purge"(
  p_community_id uuid, p_purge_id uuid, p_kind "purge_kind", p_target_id uuid, p_admin_id uuid, p_reason text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  whose uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM "users"
      WHERE "community_id" = p_community_id AND "id" = p_admin_id AND "role" = 'ADMIN' AND "status" = 'ACTIVE') THEN
    RETURN 'auth.forbidden';
  END IF;
  CASE p_kind
    WHEN 'POST' THEN
      UPDATE "posts" SET "title" = 'Purged', "body" = 'Purged', "updated_at" = greatest(now(), "updated_at" + interval '1 millisecond')
       WHERE "community_id" = p_community_id AND "id" = p_target_id AND "status" IN ('HIDDEN', 'DRAFT')
      RETURNING "author_id" INTO whose;
      DELETE FROM "post_revisions" WHERE "community_id" = p_community_id AND "post_id" = p_target_id AND whose IS NOT NULL;
      DELETE FROM "media" WHERE "community_id" = p_community_id AND "post_id" = p_target_id AND whose IS NOT NULL;
      UPDATE "reports" SET "copy" = NULL, "details" = ''
       WHERE "community_id" = p_community_id AND "post_id" = p_target_id AND whose IS NOT NULL;
    WHEN 'COMMENT' THEN
      UPDATE "comments" SET "body" = 'Purged', "status" = 'DELETED', "updated_at" = greatest(now(), "updated_at" + interval '1 millisecond')
       WHERE "community_id" = p_community_id AND "id" = p_target_id AND "status" <> 'PUBLISHED'
      RETURNING "author_id" INTO whose;
      DELETE FROM "comment_revisions" WHERE "community_id" = p_community_id AND "comment_id" = p_target_id AND whose IS NOT NULL;
      UPDATE "reports" SET "copy" = NULL, "details" = ''
       WHERE "community_id" = p_community_id AND "comment_id" = p_target_id AND whose IS NOT NULL;
    WHEN 'REVISION' THEN
      DELETE FROM "post_revisions" WHERE "community_id" = p_community_id AND "id" = p_target_id RETURNING "editor_id" INTO whose;
      IF whose IS NULL THEN
        DELETE FROM "comment_revisions" WHERE "community_id" = p_community_id AND "id" = p_target_id RETURNING "editor_id" INTO whose;
      END IF;
    WHEN 'PERSON' THEN
      SELECT "id" INTO whose FROM "users" WHERE "community_id" = p_community_id AND "id" = p_target_id;
  END CASE;
  IF whose IS NULL THEN
    RETURN 'resource.not_found';
  END IF;
  -- Kept answers of requests repeat what was written.
  DELETE FROM "idempotency_keys" WHERE "community_id" = p_community_id AND "user_id" = whose AND "response" IS NOT NULL;
  INSERT INTO "purges" ("community_id", "id", "kind", "target_id", "admin_id", "reason")
  VALUES (p_community_id, p_purge_id, p_kind, p_target_id, p_admin_id, p_reason);
  RETURN NULL;
END;
$$;
ALTER FUNCTION "agora_purge"(uuid, uuid, "purge_kind", uuid, uuid, text) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_purge"(uuid, uuid, "purge_kind", uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_purge"(uuid, uuid, "purge_kind", uuid, uuid, text) TO agora_app;

-- Goes on with the purge of a person: what they wrote, which has been taken out of sight, what they replaced and what they
-- reported, at most so many posts and comments of each kind at once. Returns how many there were; 0: no more.
CREATE FUNCTION "agora_purge_written"(p_community_id uuid, p_purge_id uuid, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  whose uuid;
  posts_of uuid[];
  comments_of uuid[];
BEGIN
  SELECT "target_id" INTO whose FROM "purges" WHERE "community_id" = p_community_id AND "id" = p_purge_id AND "kind" = 'PERSON';
  SELECT coalesce(array_agg("id"), '{}') INTO posts_of FROM (
    SELECT "id" FROM "posts" WHERE "community_id" = p_community_id AND "author_id" = whose AND "status" IN ('HIDDEN', 'DRAFT')
      AND ("title", "body") <> ('Purged', 'Purged') ORDER BY "id" LIMIT p_most FOR NO KEY UPDATE) chosen;
  SELECT coalesce(array_agg("id"), '{}') INTO comments_of FROM (
    SELECT "id" FROM "comments" WHERE "community_id" = p_community_id AND "author_id" = whose AND "status" <> 'PUBLISHED'
      AND ("body" <> 'Purged' OR "status" <> 'DELETED') ORDER BY "id" LIMIT p_most FOR NO KEY UPDATE) chosen;
  UPDATE "posts" SET "title" = 'Purged', "body" = 'Purged', "updated_at" = greatest(now(), "updated_at" + interval '1 millisecond')
   WHERE "community_id" = p_community_id AND "id" = ANY (posts_of);
  DELETE FROM "post_revisions" WHERE "community_id" = p_community_id AND "post_id" = ANY (posts_of);
  DELETE FROM "media" WHERE "community_id" = p_community_id AND "post_id" = ANY (posts_of);
  UPDATE "comments" SET "body" = 'Purged', "status" = 'DELETED', "updated_at" = greatest(now(), "updated_at" + interval '1 millisecond')
   WHERE "community_id" = p_community_id AND "id" = ANY (comments_of);
  DELETE FROM "comment_revisions" WHERE "community_id" = p_community_id AND "comment_id" = ANY (comments_of);
  UPDATE "reports" SET "copy" = NULL, "details" = ''
   WHERE "community_id" = p_community_id AND ("copy" IS NOT NULL OR "details" <> '')
     AND ("post_id" = ANY (posts_of) OR "comment_id" = ANY (comments_of) OR "reported_user_id" = whose OR "reporter_id" = whose);
  DELETE FROM "idempotency_keys" WHERE "community_id" = p_community_id AND "user_id" = whose AND "response" IS NOT NULL;
  RETURN cardinality(posts_of) + cardinality(comments_of);
END;
$$;
ALTER FUNCTION "agora_purge_written"(uuid, uuid, integer) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_purge_written"(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_purge_written"(uuid, uuid, integer) TO agora_app;

-- What a handle looks like: two with the same are taken for each other. Digits that pass for letters, letters that together
-- pass for another (UTS 39), and what hardly shows.
CREATE FUNCTION "agora_lookalike"(p_name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(replace(replace(p_name, 'rn', 'm'), 'vv', 'w'), '01_', 'ol');
ALTER FUNCTION "agora_lookalike"(text) OWNER TO agora_owner;
