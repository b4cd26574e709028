-- What an action earns is decided in one place: its worth and its daily cap come from the community's economy, and the
-- user's row is locked before today's awards are counted, so that two requests at once cannot both slip under the cap.
-- Returns the points awarded: 0 when capped, worthless, or awarded before under the same key.
CREATE FUNCTION "agora_award"(
  p_community_id uuid,
  p_user_id uuid,
  p_id uuid,
  p_reason "point_reason",
  p_idempotency_key text,
  p_source_type "point_source",
  p_source_id uuid
) RETURNS integer
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
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
$$;

-- Brings a user's progress with every achievement up to their counters, and posts the points of what is newly earned.
-- `p_ids` are ids for the ledger entries, one for each achievement that could be earned at once.
CREATE FUNCTION "agora_refresh_achievements"(p_community_id uuid, p_user_id uuid, p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  earned record;
  awarded integer := 0;
BEGIN
  FOR earned IN
    WITH counters AS (
      SELECT jsonb_build_object('posts', s."posts", 'comments', s."comments", 'likesGiven', s."likes_given",
        'likesReceived', s."likes_received", 'streakDays', s."streak_days") AS value
      FROM "user_statistics" s WHERE s."community_id" = p_community_id AND s."user_id" = p_user_id
    ), reached AS (
      SELECT a."id", a."points", (a."criteria" ->> 'atLeast')::integer AS goal,
        (counters.value ->> (a."criteria" ->> 'counter'))::integer AS counted
      FROM "achievements" a, counters WHERE a."community_id" = p_community_id
    ), written AS (
      INSERT INTO "user_achievements" AS ua ("community_id", "user_id", "achievement_id", "progress", "earned_at", "updated_at")
        SELECT p_community_id, p_user_id, "id", least("counted", "goal"), CASE WHEN "counted" >= "goal" THEN now() END, now()
        FROM reached WHERE "counted" > 0
      ON CONFLICT ("community_id", "user_id", "achievement_id") DO UPDATE
        SET "progress" = excluded."progress", "earned_at" = excluded."earned_at", "updated_at" = excluded."updated_at"
        WHERE ua."earned_at" IS NULL AND (ua."progress", ua."earned_at") IS DISTINCT FROM (excluded."progress", excluded."earned_at")
      RETURNING ua."achievement_id", ua."earned_at"
    )
    SELECT w."achievement_id" AS "id", r."points" FROM written w JOIN reached r ON r."id" = w."achievement_id"
    WHERE w."earned_at" IS NOT NULL AND r."points" > 0 ORDER BY w."achievement_id"
  LOOP
    awarded := awarded + 1;
    EXIT WHEN awarded > cardinality(p_ids);
    PERFORM "agora_post_points"(p_community_id, p_user_id, p_ids[awarded], earned."points", 'ACHIEVEMENT',
      'achievement:' || earned."id" || ':' || p_user_id, 'ACHIEVEMENT', earned."id");
  END LOOP;
  RETURN awarded;
END;
$$;

-- A user's level follows the balance, so it moves where the balance moves: as before, and the level with it.
CREATE OR REPLACE FUNCTION "agora_post_points"(
  p_community_id uuid,
  p_user_id uuid,
  p_id uuid,
  p_amount integer,
  p_reason "point_reason",
  p_idempotency_key text,
  p_source_type "point_source" DEFAULT NULL,
  p_source_id uuid DEFAULT NULL
) RETURNS "point_transactions"
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
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
    ("community_id", "id", "user_id", "sequence", "amount", "balance_after", "reason", "source_type", "source_id", "idempotency_key")
    VALUES (p_community_id, p_id, p_user_id, next_sequence, p_amount, balance, p_reason, p_source_type, p_source_id, p_idempotency_key)
    RETURNING * INTO entry;
  RETURN entry;
END;
$$;

-- CREATE OR REPLACE keeps the owner and the grants of agora_post_points.
ALTER FUNCTION "agora_award"(uuid, uuid, uuid, "point_reason", text, "point_source", uuid) OWNER TO agora_owner;
ALTER FUNCTION "agora_refresh_achievements"(uuid, uuid, uuid[]) OWNER TO agora_owner;
