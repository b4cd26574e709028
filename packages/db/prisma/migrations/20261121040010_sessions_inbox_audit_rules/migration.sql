-- Owner, rights and policies of the tables that sessions, the inbox and the audit need: the same rules as for all others.

ALTER TABLE "refresh_tokens" OWNER TO agora_owner;
ALTER TABLE "account_tokens" OWNER TO agora_owner;
ALTER TABLE "idempotency_keys" OWNER TO agora_owner;
ALTER TABLE "notifications" OWNER TO agora_owner;
ALTER TABLE "post_revisions" OWNER TO agora_owner;
ALTER TABLE "moderation_entries" OWNER TO agora_owner;
ALTER TYPE "account_token_purpose" OWNER TO agora_owner;
ALTER TYPE "notification_kind" OWNER TO agora_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON "refresh_tokens", "account_tokens", "idempotency_keys", "notifications" TO agora_app;
-- What was said and what was done is kept as it was.
GRANT SELECT, INSERT ON "post_revisions", "moderation_entries" TO agora_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "refresh_tokens", "account_tokens", "idempotency_keys", "notifications", "post_revisions", "moderation_entries" TO agora_loader;

ALTER TABLE "refresh_tokens" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "refresh_tokens" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "refresh_tokens" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "account_tokens" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "account_tokens" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "account_tokens" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "idempotency_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "idempotency_keys" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notifications" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "notifications" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "post_revisions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "post_revisions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "post_revisions" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "moderation_entries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "moderation_entries" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "moderation_entries" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "refresh_tokens"
  ADD CONSTRAINT "refresh_tokens_hash_check" CHECK (octet_length("token_hash") = 32),
  ADD CONSTRAINT "refresh_tokens_expiry_check" CHECK ("expires_at" > "created_at");

ALTER TABLE "account_tokens"
  ADD CONSTRAINT "account_tokens_hash_check" CHECK (octet_length("token_hash") = 32),
  ADD CONSTRAINT "account_tokens_expiry_check" CHECK ("expires_at" > "created_at");

ALTER TABLE "idempotency_keys"
  ADD CONSTRAINT "idempotency_keys_fingerprint_check" CHECK (octet_length("fingerprint") = 32);

-- Nobody is told of what they did themselves.
ALTER TABLE "notifications"
  ADD CONSTRAINT "notifications_actor_check" CHECK ("user_id" <> "actor_id");

ALTER TABLE "moderation_entries"
  ADD CONSTRAINT "moderation_entries_action_check" CHECK ("action" ~ '^[a-z]+\.[a-z_]+$');
