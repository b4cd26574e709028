-- The ledger can only grow, and only through agora_post_points.

CREATE FUNCTION "agora_refuse_ledger_change"() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = 'Post a second entry that compensates the first (reason ADJUSTMENT).';
END;
$$;

CREATE TRIGGER "point_transactions_append_only"
  BEFORE UPDATE OR DELETE ON "point_transactions"
  FOR EACH ROW EXECUTE FUNCTION "agora_refuse_ledger_change"();

CREATE TRIGGER "point_transactions_no_truncate"
  BEFORE TRUNCATE ON "point_transactions"
  FOR EACH STATEMENT EXECUTE FUNCTION "agora_refuse_ledger_change"();

-- Posts one entry and moves the balance with it. The user's row is locked first, so concurrent writers queue
-- behind one another and the chain of balances has no gap; a key that was used before changes nothing and
-- returns the entry it made. A balance below zero fails with check_violation (users_points_check).
CREATE FUNCTION "agora_post_points"(
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
$$;
