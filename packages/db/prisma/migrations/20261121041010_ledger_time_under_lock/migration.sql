-- An entry's time is when the user's row was locked for it, not when its transaction began: of two that queue behind one
-- another the later may have begun first, and the ledger would run backwards in time.
CREATE OR REPLACE FUNCTION "agora_post_points"(
  p_community_id uuid,
  p_user_id uuid,
  p_id uuid,
  p_amount integer,
  p_reason "point_reason",
  p_idempotency_key text,
  p_source_type "point_source" DEFAULT NULL,
  p_source_id uuid DEFAULT NULL
) RETURNS "point_transactions"
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
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
    ("community_id", "id", "user_id", "sequence", "amount", "balance_after", "reason", "source_type", "source_id",
      "idempotency_key", "created_at")
    VALUES (p_community_id, p_id, p_user_id, next_sequence, p_amount, balance, p_reason, p_source_type, p_source_id,
      p_idempotency_key, greatest(clock_timestamp(), (SELECT previous."created_at" FROM "point_transactions" previous
        WHERE previous."community_id" = p_community_id AND previous."user_id" = p_user_id
          AND previous."sequence" = next_sequence - 1)))
    RETURNING * INTO entry;
  RETURN entry;
END;
$$;
