-- A row is visible and writable only in the community that the current transaction has set.

-- The one way to set it: SET LOCAL, so that it ends with the transaction and cannot leak to the next user of a
-- pooled connection; by EXECUTE, because a bare set_config() is not forwarded to the shards of a distributed server.
CREATE FUNCTION "agora_set_community"(community_id uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL agora.community_id = %L', community_id);
END;
$$;
ALTER FUNCTION "agora_set_community"(uuid) OWNER TO agora_owner;

-- A plain column expression, so that indexes serve it. The setting is '' rather than NULL once a transaction that set it has ended.
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "users" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "user_preferences" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user_preferences" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "user_preferences" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "user_statistics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user_statistics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "user_statistics" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "oauth_accounts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "oauth_accounts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "oauth_accounts" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "levels" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "levels" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "levels" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "achievements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "achievements" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "achievements" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "user_achievements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user_achievements" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "user_achievements" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "channels" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "channels" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "channels" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "tags" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tags" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "tags" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "posts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "posts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "posts" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "post_tags" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "post_tags" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "post_tags" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "comments" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comments" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "comments" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "media" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "media" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "media" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "post_likes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "post_likes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "post_likes" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "comment_likes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment_likes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "comment_likes" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "point_economies" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "point_economies" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "point_economies" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "point_transactions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "point_transactions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "point_transactions" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "reports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reports" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "reports" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "bans" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bans" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "bans" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

-- A new user starts with an empty ledger.
CREATE POLICY empty_ledger ON "users" AS RESTRICTIVE FOR INSERT TO agora_app
  WITH CHECK ("points" = 0 AND "ledger_sequence" = 0);
