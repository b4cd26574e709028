-- agora: compatible
-- agora: allow not-compatible because the function is new, and what older code writes has the default
-- A session that began with a passkey has a second factor: the device made sure who uses it.
ALTER TABLE "refresh_tokens" ADD COLUMN "by_passkey" BOOLEAN NOT NULL DEFAULT false;

-- Whether a community asks its team for a second factor, and somebody has none in this session: neither codes, without which no
-- session of theirs begins, nor a passkey that it began with.
CREATE FUNCTION "agora_lacks_second_factor"(p_community_id uuid, p_user_id uuid, p_session_id uuid) RETURNS boolean
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
ALTER FUNCTION "agora_lacks_second_factor"(uuid, uuid, uuid) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_lacks_second_factor"(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_lacks_second_factor"(uuid, uuid, uuid) TO agora_app, agora_loader;
