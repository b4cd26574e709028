-- The way back from 20261130400000_functions_on_nodes, generated from the catalog before and after it.

SET LOCAL check_function_bodies = off;

DROP FUNCTION "public"."agora_later"(timestamp with time zone);
DROP FUNCTION "public"."agora_pay"(uuid, uuid, uuid, integer, text, text, text, uuid);
DROP FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, text, text, text, uuid);
DROP FUNCTION "public"."agora_refresh_likers"(uuid, uuid, uuid[], uuid[], uuid, uuid);
CREATE OR REPLACE FUNCTION public.agora_award(p_community_id uuid, p_user_id uuid, p_id uuid, p_reason public.point_reason, p_idempotency_key text, p_source_type public.point_source, p_source_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  worth integer;
  cap integer;
BEGIN
  SELECT
      CASE p_reason WHEN 'POST' THEN "post" WHEN 'COMMENT' THEN "comment" WHEN 'LIKE_GIVEN' THEN "like_given"
        WHEN 'LIKE_RECEIVED' THEN "like_received" WHEN 'ANSWER_ACCEPTED' THEN "answer_accepted" WHEN 'WELCOME' THEN "welcome_bonus" END,
      CASE p_reason WHEN 'POST' THEN "daily_posts" WHEN 'COMMENT' THEN "daily_comments"
        WHEN 'LIKE_GIVEN' THEN "daily_likes" WHEN 'LIKE_RECEIVED' THEN "daily_likes" END
    INTO worth, cap
    FROM "point_economies" WHERE "community_id" = p_community_id;
  IF coalesce(worth, 0) = 0 THEN
    RETURN 0;
  END IF;

  PERFORM 1 FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM "point_transactions"
      WHERE "community_id" = p_community_id AND "idempotency_key" = p_idempotency_key) THEN
    RETURN 0;
  END IF;
  IF cap IS NOT NULL AND cap <= (SELECT count(*) FROM "point_transactions"
      WHERE "community_id" = p_community_id AND "user_id" = p_user_id AND "reason" = p_reason
        AND "created_at" >= date_trunc('day', now(), 'UTC')) THEN
    RETURN 0;
  END IF;
  PERFORM "agora_post_points"(p_community_id, p_user_id, p_id, worth, p_reason, p_idempotency_key, p_source_type, p_source_id);
  RETURN worth;
END;
$function$;
CREATE OR REPLACE FUNCTION public.agora_post_points(p_community_id uuid, p_user_id uuid, p_id uuid, p_amount integer, p_reason public.point_reason, p_idempotency_key text, p_source_type public.point_source DEFAULT NULL::public.point_source, p_source_id uuid DEFAULT NULL::uuid)
 RETURNS public.point_transactions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  entry "point_transactions";
  balance integer;
  next_sequence integer;
BEGIN
  PERFORM 1 FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'user % is not in community %', p_user_id, p_community_id USING ERRCODE = 'no_data_found';
  END IF;

  SELECT * INTO entry FROM "point_transactions"
    WHERE "community_id" = p_community_id AND "idempotency_key" = p_idempotency_key;
  IF FOUND THEN
    IF entry."user_id" <> p_user_id OR entry."amount" <> p_amount OR entry."reason" <> p_reason THEN
      RAISE EXCEPTION 'idempotency key % belongs to another entry', p_idempotency_key USING ERRCODE = 'unique_violation';
    END IF;
    RETURN entry;
  END IF;

  UPDATE "users" AS u
    SET "points" = u."points" + p_amount,
      "ledger_sequence" = u."ledger_sequence" + 1,
      "level" = coalesce((SELECT max(l."rank") FROM "levels" l
        WHERE l."community_id" = p_community_id AND l."min_points" <= u."points" + p_amount), 1),
      "updated_at" = now()
    WHERE u."community_id" = p_community_id AND u."id" = p_user_id
    RETURNING u."points", u."ledger_sequence" INTO balance, next_sequence;

  INSERT INTO "point_transactions"
    ("community_id", "id", "user_id", "sequence", "amount", "balance_after", "reason", "source_type", "source_id",
      "idempotency_key", "created_at")
    VALUES (p_community_id, p_id, p_user_id, next_sequence, p_amount, balance, p_reason, p_source_type, p_source_id,
      p_idempotency_key, greatest(clock_timestamp(), (SELECT previous."created_at" FROM "point_transactions" previous
        WHERE previous."community_id" = p_community_id AND previous."user_id" = p_user_id
          AND previous."sequence" = next_sequence - 1)))
    RETURNING * INTO entry;
  RETURN entry;
END;
$function$;
CREATE OR REPLACE FUNCTION public.agora_purge(p_community_id uuid, p_purge_id uuid, p_kind public.purge_kind, p_target_id uuid, p_admin_id uuid, p_reason text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.agora_purge_written(p_community_id uuid, p_purge_id uuid, p_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.agora_refresh_achievements(p_community_id uuid, p_user_id uuid, p_ids uuid[])
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  earned record;
  awarded integer := 0;
BEGIN
  FOR earned IN
    WITH reached AS (
      SELECT a."id", a."points", (a."criteria" ->> 'atLeast')::integer AS goal,
        CASE a."criteria" ->> 'counter' WHEN 'posts' THEN s."posts" WHEN 'comments' THEN s."comments"
          WHEN 'likesGiven' THEN s."likes_given" WHEN 'likesReceived' THEN s."likes_received"
          WHEN 'streakDays' THEN s."streak_days" END AS counted
      FROM "user_statistics" s JOIN "achievements" a ON a."community_id" = s."community_id"
      WHERE s."community_id" = p_community_id AND s."user_id" = p_user_id
    ), changed AS (
      SELECT r."id", r."points", least(r."counted", r."goal") AS progress,
        CASE WHEN r."counted" >= r."goal" THEN coalesce(held."earned_at", now()) END AS earned_at,
        'achievement:' || r."id" || ':' || p_user_id AS key
      FROM reached r LEFT JOIN "user_achievements" held
        ON held."community_id" = p_community_id AND held."user_id" = p_user_id AND held."achievement_id" = r."id"
      WHERE least(r."counted", r."goal") <> coalesce(held."progress", 0)
        OR (held."earned_at" IS NOT NULL) <> (r."counted" >= r."goal")
    ), written AS (
      INSERT INTO "user_achievements" AS ua ("community_id", "user_id", "achievement_id", "progress", "earned_at", "updated_at")
        SELECT p_community_id, p_user_id, c."id", c."progress", c."earned_at", now() FROM changed c
      ON CONFLICT ("community_id", "user_id", "achievement_id") DO UPDATE
        SET "progress" = excluded."progress", "earned_at" = excluded."earned_at", "updated_at" = excluded."updated_at"
    )
    SELECT c."id", c."points" FROM changed c
    WHERE c."earned_at" IS NOT NULL AND c."points" > 0
      -- Earned before and lost again in between: paid already, perhaps when it was worth something else.
      AND NOT EXISTS (SELECT FROM "point_transactions" paid WHERE paid."community_id" = p_community_id
        AND paid."idempotency_key" = c."key")
    ORDER BY c."id"
  LOOP
    awarded := awarded + 1;
    EXIT WHEN awarded > cardinality(p_ids);
    PERFORM "agora_post_points"(p_community_id, p_user_id, p_ids[awarded], earned."points", 'ACHIEVEMENT',
      'achievement:' || earned."id" || ':' || p_user_id, 'ACHIEVEMENT', earned."id");
  END LOOP;
  RETURN awarded;
END;
$function$;
GRANT EXECUTE ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) TO "agora_app", "agora_loader";
ALTER FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) OWNER TO "agora_owner";
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM PUBLIC;
