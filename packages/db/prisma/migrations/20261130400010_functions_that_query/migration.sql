-- Functions that query tables are of PL/pgSQL: a node of Citus cannot plan the parameters of one of SQL. On one server both are
-- as before.

CREATE OR REPLACE FUNCTION "agora_waits_as_new"(p_community_id uuid, p_user_id uuid, p_links integer) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce((SELECT u."role" = 'MEMBER'
      AND (c."settings" #>> '{moderation,holdNewMembers}' = 'EVERYTHING'
        OR c."settings" #>> '{moderation,holdNewMembers}' = 'LINKS' AND p_links > 0)
      AND u."created_at" > now() - interval '1 day'
        * CASE WHEN c."settings" #>> '{moderation,newMemberDays}' ~ '^[0-9]{1,3}$'
            THEN (c."settings" #>> '{moderation,newMemberDays}')::integer ELSE 1 END
    FROM "users" u JOIN "communities" c ON c."id" = p_community_id
   WHERE u."community_id" = p_community_id AND u."id" = p_user_id), false);
END;
$$;

CREATE OR REPLACE FUNCTION "agora_set_moderation"(p_community_id uuid, p_settings jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE "communities" SET "settings" = "settings" || jsonb_build_object('moderation', p_settings), "updated_at" = now()
   WHERE "id" = p_community_id AND "id" = nullif(current_setting('agora.community_id', true), '')::uuid;
END;
$$;
