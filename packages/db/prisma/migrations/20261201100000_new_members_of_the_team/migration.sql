-- agora: compatible
-- agora: allow not-compatible because the function is new, and older code calls the one that stays
-- agora: allow privilege-revoked because the function is new
-- Who is new and of the team, but has not the second factor that the community asks its team for, waits as a new member does.
-- The function without the session stays for older code.
CREATE FUNCTION "agora_waits_as_new"(p_community_id uuid, p_user_id uuid, p_session_id uuid, p_links integer) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce((SELECT (u."role" = 'MEMBER' OR agora_lacks_second_factor(p_community_id, p_user_id, p_session_id))
      AND (c."settings" #>> '{moderation,holdNewMembers}' = 'EVERYTHING'
        OR c."settings" #>> '{moderation,holdNewMembers}' = 'LINKS' AND p_links > 0)
      AND u."created_at" > now() - interval '1 day'
        * CASE WHEN c."settings" #>> '{moderation,newMemberDays}' ~ '^[0-9]{1,3}$'
            THEN (c."settings" #>> '{moderation,newMemberDays}')::integer ELSE 1 END
    FROM "users" u JOIN "communities" c ON c."id" = p_community_id
   WHERE u."community_id" = p_community_id AND u."id" = p_user_id), false);
END;
$$;
ALTER FUNCTION "agora_waits_as_new"(uuid, uuid, uuid, integer) OWNER TO agora_owner;
REVOKE ALL ON FUNCTION "agora_waits_as_new"(uuid, uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_waits_as_new"(uuid, uuid, uuid, integer) TO agora_app, agora_loader;
