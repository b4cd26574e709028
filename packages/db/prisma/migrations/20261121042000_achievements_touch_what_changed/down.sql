-- The way back from 20261121042000_achievements_touch_what_changed, generated from the catalog before and after it.

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
        SELECT p_community_id, p_user_id, r."id", least(r."counted", r."goal"),
          CASE WHEN r."counted" >= r."goal" THEN now() END, now()
        FROM reached r
        WHERE r."counted" > 0 OR EXISTS (SELECT FROM "user_achievements" held
          WHERE held."community_id" = p_community_id AND held."user_id" = p_user_id AND held."achievement_id" = r."id")
      ON CONFLICT ("community_id", "user_id", "achievement_id") DO UPDATE
        SET "progress" = excluded."progress",
          "earned_at" = CASE WHEN excluded."earned_at" IS NOT NULL THEN coalesce(ua."earned_at", excluded."earned_at") END,
          "updated_at" = excluded."updated_at"
        WHERE ua."progress" <> excluded."progress" OR (ua."earned_at" IS NULL) <> (excluded."earned_at" IS NULL)
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
$function$;
