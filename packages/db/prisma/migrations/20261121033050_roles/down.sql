-- The way back from 20261121033050_roles, generated from the catalog before and after it.
-- Roles that the migration makes stay: they belong to the whole server, and other databases may use them.

SET LOCAL check_function_bodies = off;

-- First: whoever replaces a function must be allowed to run it.
CREATE OR REPLACE FUNCTION public.agora_post_points(p_community_id uuid, p_user_id uuid, p_id uuid, p_amount integer, p_reason public.point_reason, p_idempotency_key text, p_source_type public.point_source DEFAULT NULL::public.point_source, p_source_id uuid DEFAULT NULL::uuid)
 RETURNS public.point_transactions
 LANGUAGE plpgsql
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

  UPDATE "users"
    SET "points" = "points" + p_amount, "ledger_sequence" = "ledger_sequence" + 1, "updated_at" = now()
    WHERE "community_id" = p_community_id AND "id" = p_user_id
    RETURNING "points", "ledger_sequence" INTO balance, next_sequence;

  INSERT INTO "point_transactions"
    ("community_id", "id", "user_id", "sequence", "amount", "balance_after", "reason", "source_type", "source_id", "idempotency_key")
    VALUES (p_community_id, p_id, p_user_id, next_sequence, p_amount, balance, p_reason, p_source_type, p_source_id, p_idempotency_key)
    RETURNING * INTO entry;
  RETURN entry;
END;
$function$;
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM "agora_app";
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM "agora_loader";
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM "agora_owner";
REVOKE ALL ON FUNCTION "public"."agora_refuse_ledger_change"() FROM "agora_owner";
REVOKE ALL ON SCHEMA "public" FROM "agora_app";
REVOKE ALL ON SCHEMA "public" FROM "agora_loader";
REVOKE ALL ON SCHEMA "public" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."achievements" FROM "agora_app";
REVOKE ALL ON TABLE "public"."achievements" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."achievements" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."bans" FROM "agora_app";
REVOKE ALL ON TABLE "public"."bans" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."bans" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."channels" FROM "agora_app";
REVOKE ALL ON TABLE "public"."channels" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."channels" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."comment_likes" FROM "agora_app";
REVOKE ALL ON TABLE "public"."comment_likes" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."comment_likes" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."comments" FROM "agora_app";
REVOKE ALL ON TABLE "public"."comments" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."comments" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."communities" FROM "agora_app";
REVOKE ALL ON TABLE "public"."communities" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."communities" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."levels" FROM "agora_app";
REVOKE ALL ON TABLE "public"."levels" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."levels" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."media" FROM "agora_app";
REVOKE ALL ON TABLE "public"."media" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."media" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."oauth_accounts" FROM "agora_app";
REVOKE ALL ON TABLE "public"."oauth_accounts" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."oauth_accounts" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."point_economies" FROM "agora_app";
REVOKE ALL ON TABLE "public"."point_economies" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."point_economies" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."point_transactions" FROM "agora_app";
REVOKE ALL ON TABLE "public"."point_transactions" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."point_transactions" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."post_likes" FROM "agora_app";
REVOKE ALL ON TABLE "public"."post_likes" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."post_likes" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."post_tags" FROM "agora_app";
REVOKE ALL ON TABLE "public"."post_tags" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."post_tags" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."posts" FROM "agora_app";
REVOKE ALL ON TABLE "public"."posts" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."posts" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."reports" FROM "agora_app";
REVOKE ALL ON TABLE "public"."reports" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."reports" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."tags" FROM "agora_app";
REVOKE ALL ON TABLE "public"."tags" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."tags" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."user_achievements" FROM "agora_app";
REVOKE ALL ON TABLE "public"."user_achievements" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."user_achievements" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."user_preferences" FROM "agora_app";
REVOKE ALL ON TABLE "public"."user_preferences" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."user_preferences" FROM "agora_owner";
REVOKE ALL ON TABLE "public"."user_statistics" FROM "agora_app";
REVOKE ALL ON TABLE "public"."user_statistics" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."user_statistics" FROM "agora_owner";
REVOKE ALL ("avatar") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("bio") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("display_name") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("email_verified_at") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("email") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("last_seen_at") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("level") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("password_hash") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("role") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("status") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("updated_at") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ("username") ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ON TABLE "public"."users" FROM "agora_app";
REVOKE ALL ON TABLE "public"."users" FROM "agora_loader";
REVOKE ALL ON TABLE "public"."users" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."comment_status" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."digest_frequency" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."plan" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."point_reason" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."point_source" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."post_status" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."report_reason" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."report_status" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."user_role" FROM "agora_owner";
REVOKE ALL ON TYPE "public"."user_status" FROM "agora_owner";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."achievements" OWNER TO CURRENT_USER;
ALTER TABLE "public"."bans" OWNER TO CURRENT_USER;
ALTER TABLE "public"."channels" OWNER TO CURRENT_USER;
ALTER TABLE "public"."comment_likes" OWNER TO CURRENT_USER;
ALTER TABLE "public"."comments" OWNER TO CURRENT_USER;
ALTER TABLE "public"."communities" OWNER TO CURRENT_USER;
ALTER TABLE "public"."levels" OWNER TO CURRENT_USER;
ALTER TABLE "public"."media" OWNER TO CURRENT_USER;
ALTER TABLE "public"."oauth_accounts" OWNER TO CURRENT_USER;
ALTER TABLE "public"."point_economies" OWNER TO CURRENT_USER;
ALTER TABLE "public"."point_transactions" OWNER TO CURRENT_USER;
ALTER TABLE "public"."post_likes" OWNER TO CURRENT_USER;
ALTER TABLE "public"."post_tags" OWNER TO CURRENT_USER;
ALTER TABLE "public"."posts" OWNER TO CURRENT_USER;
ALTER TABLE "public"."reports" OWNER TO CURRENT_USER;
ALTER TABLE "public"."tags" OWNER TO CURRENT_USER;
ALTER TABLE "public"."user_achievements" OWNER TO CURRENT_USER;
ALTER TABLE "public"."user_preferences" OWNER TO CURRENT_USER;
ALTER TABLE "public"."user_statistics" OWNER TO CURRENT_USER;
ALTER TABLE "public"."users" OWNER TO CURRENT_USER;

ALTER TYPE "public"."comment_status" OWNER TO CURRENT_USER;
ALTER TYPE "public"."digest_frequency" OWNER TO CURRENT_USER;
ALTER TYPE "public"."plan" OWNER TO CURRENT_USER;
ALTER TYPE "public"."point_reason" OWNER TO CURRENT_USER;
ALTER TYPE "public"."point_source" OWNER TO CURRENT_USER;
ALTER TYPE "public"."post_status" OWNER TO CURRENT_USER;
ALTER TYPE "public"."report_reason" OWNER TO CURRENT_USER;
ALTER TYPE "public"."report_status" OWNER TO CURRENT_USER;
ALTER TYPE "public"."user_role" OWNER TO CURRENT_USER;
ALTER TYPE "public"."user_status" OWNER TO CURRENT_USER;
ALTER FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) OWNER TO CURRENT_USER;
ALTER FUNCTION "public"."agora_refuse_ledger_change"() OWNER TO CURRENT_USER;
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) TO PUBLIC;
REVOKE ALL ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) FROM CURRENT_USER;
GRANT EXECUTE ON FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid) TO CURRENT_USER;
REVOKE ALL ON FUNCTION "public"."agora_refuse_ledger_change"() FROM CURRENT_USER;
GRANT EXECUTE ON FUNCTION "public"."agora_refuse_ledger_change"() TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."achievements" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."achievements" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."bans" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."bans" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."channels" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."channels" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."comment_likes" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."comment_likes" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."comments" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."comments" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."communities" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."communities" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."levels" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."levels" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."media" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."media" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."oauth_accounts" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."oauth_accounts" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."point_economies" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."point_economies" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."point_transactions" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."point_transactions" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."post_likes" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."post_likes" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."post_tags" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."post_tags" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."posts" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."posts" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."reports" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."reports" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."tags" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."tags" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."user_achievements" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."user_achievements" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."user_preferences" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."user_preferences" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."user_statistics" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."user_statistics" TO CURRENT_USER;
REVOKE ALL ON TABLE "public"."users" FROM CURRENT_USER;
GRANT ALL ON TABLE "public"."users" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."comment_status" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."comment_status" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."digest_frequency" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."digest_frequency" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."plan" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."plan" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."point_reason" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."point_reason" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."point_source" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."point_source" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."post_status" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."post_status" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."report_reason" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."report_reason" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."report_status" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."report_status" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."user_role" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."user_role" TO CURRENT_USER;
REVOKE ALL ON TYPE "public"."user_status" FROM CURRENT_USER;
GRANT USAGE ON TYPE "public"."user_status" TO CURRENT_USER;
