-- The way back from 20261121040020_awards, generated from the catalog before and after it.

SET LOCAL check_function_bodies = off;

DROP FUNCTION "public"."agora_award"(uuid, uuid, uuid, public.point_reason, text, public.point_source, uuid);
DROP FUNCTION "public"."agora_refresh_achievements"(uuid, uuid, uuid[]);
CREATE OR REPLACE FUNCTION public.agora_post_points(p_community_id uuid, p_user_id uuid, p_id uuid, p_amount integer, p_reason public.point_reason, p_idempotency_key text, p_source_type public.point_source DEFAULT NULL::public.point_source, p_source_id uuid DEFAULT NULL::uuid)
 RETURNS public.point_transactions
 LANGUAGE plpgsql
 SECURITY DEFINER
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
