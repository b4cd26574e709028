-- The way back from 20261130400010_functions_that_query, generated from the catalog before and after it.

SET LOCAL check_function_bodies = off;

DROP FUNCTION "public"."agora_set_moderation"(uuid, jsonb);
DROP FUNCTION "public"."agora_waits_as_new"(uuid, uuid, integer);
CREATE OR REPLACE FUNCTION public.agora_set_moderation(p_community_id uuid, p_settings jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  UPDATE "communities" SET "settings" = "settings" || jsonb_build_object('moderation', p_settings), "updated_at" = now()
   WHERE "id" = p_community_id AND "id" = nullif(current_setting('agora.community_id', true), '')::uuid;
$function$;
ALTER FUNCTION "public"."agora_set_moderation"(uuid, jsonb) OWNER TO "agora_owner";
CREATE OR REPLACE FUNCTION public.agora_waits_as_new(p_community_id uuid, p_user_id uuid, p_links integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT coalesce((SELECT u."role" = 'MEMBER'
      AND (c."settings" #>> '{moderation,holdNewMembers}' = 'EVERYTHING'
        OR c."settings" #>> '{moderation,holdNewMembers}' = 'LINKS' AND p_links > 0)
      AND u."created_at" > now() - interval '1 day'
        * CASE WHEN c."settings" #>> '{moderation,newMemberDays}' ~ '^[0-9]{1,3}$'
            THEN (c."settings" #>> '{moderation,newMemberDays}')::integer ELSE 1 END
    FROM "users" u JOIN "communities" c ON c."id" = p_community_id
   WHERE u."community_id" = p_community_id AND u."id" = p_user_id), false);
$function$;
ALTER FUNCTION "public"."agora_waits_as_new"(uuid, uuid, integer) OWNER TO "agora_owner";
REVOKE ALL ON FUNCTION "public"."agora_set_moderation"(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public"."agora_set_moderation"(uuid, jsonb) TO "agora_app", "agora_loader";
REVOKE ALL ON FUNCTION "public"."agora_waits_as_new"(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public"."agora_waits_as_new"(uuid, uuid, integer) TO "agora_app", "agora_loader";
