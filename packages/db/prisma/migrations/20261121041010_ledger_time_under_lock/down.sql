-- The way back from 20261121041010_ledger_time_under_lock, generated from the catalog before and after it.

SET LOCAL check_function_bodies = off;

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

  UPDATE "users" AS u
    SET "points" = u."points" + p_amount,
      "ledger_sequence" = u."ledger_sequence" + 1,
      "level" = coalesce((SELECT max(l."rank") FROM "levels" l
        WHERE l."community_id" = p_community_id AND l."min_points" <= u."points" + p_amount), 1),
      "updated_at" = now()
    WHERE u."community_id" = p_community_id AND u."id" = p_user_id
    RETURNING u."points", u."ledger_sequence" INTO balance, next_sequence;

  INSERT INTO "point_transactions"
    ("community_id", "id", "user_id", "sequence", "amount", "balance_after", "reason", "source_type", "source_id", "idempotency_key")
    VALUES (p_community_id, p_id, p_user_id, next_sequence, p_amount, balance, p_reason, p_source_type, p_source_id, p_idempotency_key)
    RETURNING * INTO entry;
  RETURN entry;
END;
$function$;
