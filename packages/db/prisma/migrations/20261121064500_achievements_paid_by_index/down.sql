-- The way back from 20261121064500_achievements_paid_by_index, generated from the catalog before and after it.

SET LOCAL check_function_bodies = off;

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
        CASE WHEN r."counted" >= r."goal" THEN coalesce(held."earned_at", now()) END AS earned_at
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
        AND paid."idempotency_key" = 'achievement:' || c."id" || ':' || p_user_id)
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
