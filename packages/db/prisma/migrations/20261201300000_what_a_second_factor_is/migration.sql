-- agora: compatible
-- agora: allow not-compatible because the function is new, and the other answers as before
-- Whether somebody has a second factor in a session: codes, without which no session of theirs begins, or a passkey that it
-- began with. Asked by itself before a community begins to want one.
CREATE FUNCTION "agora_has_second_factor"(p_community_id uuid, p_user_id uuid, p_session_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM "two_factors"
      WHERE "community_id" = p_community_id AND "user_id" = p_user_id AND "enabled_at" IS NOT NULL)
    OR EXISTS (SELECT FROM "refresh_tokens"
      WHERE "community_id" = p_community_id AND "family_id" = p_session_id AND "user_id" = p_user_id AND "by_passkey");
END;
$$;
ALTER FUNCTION "agora_has_second_factor"(uuid, uuid, uuid) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_has_second_factor"(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_has_second_factor"(uuid, uuid, uuid) TO agora_app, agora_loader;

CREATE OR REPLACE FUNCTION "agora_lacks_second_factor"(p_community_id uuid, p_user_id uuid, p_session_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce((SELECT "settings" #>> '{moderation,teamNeedsCodes}' = 'true' FROM "communities" WHERE "id" = p_community_id), false)
    AND NOT "agora_has_second_factor"(p_community_id, p_user_id, p_session_id);
END;
$$;
