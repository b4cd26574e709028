-- The way back from 20261201300000_what_a_second_factor_is.

CREATE OR REPLACE FUNCTION "public"."agora_lacks_second_factor"(p_community_id uuid, p_user_id uuid, p_session_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce((SELECT "settings" #>> '{moderation,teamNeedsCodes}' = 'true' FROM "communities" WHERE "id" = p_community_id), false)
    AND NOT EXISTS (SELECT FROM "two_factors"
      WHERE "community_id" = p_community_id AND "user_id" = p_user_id AND "enabled_at" IS NOT NULL)
    AND NOT EXISTS (SELECT FROM "refresh_tokens"
      WHERE "community_id" = p_community_id AND "family_id" = p_session_id AND "user_id" = p_user_id AND "by_passkey");
END;
$$;
DROP FUNCTION "public"."agora_has_second_factor"(uuid, uuid, uuid);
