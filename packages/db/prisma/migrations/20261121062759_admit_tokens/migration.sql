-- Owner, rights and policy of the grants that providers vouch for, and the one place where a token is admitted.

ALTER TABLE "oauth_grants" OWNER TO agora_owner;
ALTER TYPE "oauth_purpose" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "oauth_grants" TO agora_app, agora_loader;
ALTER TABLE "oauth_grants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "oauth_grants" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "oauth_grants" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

GRANT UPDATE ("token_version") ON "users" TO agora_app;

-- A suspension ends with its last ban: who was banned, and is no longer, is active again. The row is locked before the
-- bans are looked at, as a new ban locks it before it is written: one of the two comes first and is seen.
-- Returns the status as it is now.
CREATE FUNCTION "agora_status_now"(p_community_id uuid, p_user_id uuid) RETURNS "user_status"
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  known "user_status";
BEGIN
  SELECT "status" INTO known FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id;
  IF known IS DISTINCT FROM 'SUSPENDED' OR EXISTS (SELECT FROM "bans"
      WHERE "community_id" = p_community_id AND "user_id" = p_user_id
        AND "lifted_at" IS NULL AND ("ends_at" IS NULL OR "ends_at" > now())) THEN
    RETURN known;
  END IF;
  PERFORM 1 FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id FOR NO KEY UPDATE;
  UPDATE "users" SET "status" = 'ACTIVE', "updated_at" = now()
    WHERE "community_id" = p_community_id AND "id" = p_user_id AND "status" = 'SUSPENDED'
      AND EXISTS (SELECT FROM "bans" WHERE "community_id" = p_community_id AND "user_id" = p_user_id)
      AND NOT EXISTS (SELECT FROM "bans"
        WHERE "community_id" = p_community_id AND "user_id" = p_user_id
          AND "lifted_at" IS NULL AND ("ends_at" IS NULL OR "ends_at" > now()));
  SELECT "status" INTO known FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id;
  RETURN known;
END;
$$;

-- What an access token speaks for has changed since it was made, or so it looks: lets the token pass when only a ban has
-- run out, and raises AG001 (the token has ended) or AG002 (the account is suspended), which undoes the whole batch.
CREATE FUNCTION "agora_readmit"(p_community_id uuid, p_user_id uuid, p_token_version integer) RETURNS boolean
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM "users" WHERE "community_id" = p_community_id AND "id" = p_user_id
    AND "token_version" = p_token_version AND "status" <> 'DEACTIVATED';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the access token has ended' USING ERRCODE = 'AG001';
  END IF;
  IF "agora_status_now"(p_community_id, p_user_id) <> 'ACTIVE' THEN
    RAISE EXCEPTION 'the account is suspended' USING ERRCODE = 'AG002';
  END IF;
  RETURN true;
END;
$$;

ALTER FUNCTION "agora_status_now"(uuid, uuid) OWNER TO agora_owner;
ALTER FUNCTION "agora_readmit"(uuid, uuid, integer) OWNER TO agora_owner;
