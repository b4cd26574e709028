-- agora: loses table public.refresh_tokens
-- agora: loses table public.account_tokens
-- agora: loses table public.idempotency_keys
-- agora: loses table public.notifications
-- agora: loses table public.post_revisions
-- agora: loses table public.moderation_entries
-- The way back from 20261121040000_sessions_inbox_audit, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP INDEX "public"."point_transactions_community_id_user_id_reason_created_at_idx";
DROP INDEX "public"."posts_community_id_created_at_id_idx";
DROP INDEX "public"."posts_community_id_like_count_id_idx";
ALTER TABLE "public"."account_tokens" DROP CONSTRAINT "account_tokens_community_id_fkey";
ALTER TABLE "public"."account_tokens" DROP CONSTRAINT "account_tokens_community_id_user_id_fkey";
ALTER TABLE "public"."idempotency_keys" DROP CONSTRAINT "idempotency_keys_community_id_fkey";
ALTER TABLE "public"."idempotency_keys" DROP CONSTRAINT "idempotency_keys_community_id_user_id_fkey";
ALTER TABLE "public"."moderation_entries" DROP CONSTRAINT "moderation_entries_community_id_fkey";
ALTER TABLE "public"."moderation_entries" DROP CONSTRAINT "moderation_entries_community_id_moderator_id_fkey";
ALTER TABLE "public"."notifications" DROP CONSTRAINT "notifications_community_id_actor_id_fkey";
ALTER TABLE "public"."notifications" DROP CONSTRAINT "notifications_community_id_comment_id_fkey";
ALTER TABLE "public"."notifications" DROP CONSTRAINT "notifications_community_id_fkey";
ALTER TABLE "public"."notifications" DROP CONSTRAINT "notifications_community_id_post_id_fkey";
ALTER TABLE "public"."notifications" DROP CONSTRAINT "notifications_community_id_user_id_fkey";
ALTER TABLE "public"."post_revisions" DROP CONSTRAINT "post_revisions_community_id_editor_id_fkey";
ALTER TABLE "public"."post_revisions" DROP CONSTRAINT "post_revisions_community_id_fkey";
ALTER TABLE "public"."post_revisions" DROP CONSTRAINT "post_revisions_community_id_post_id_fkey";
ALTER TABLE "public"."refresh_tokens" DROP CONSTRAINT "refresh_tokens_community_id_fkey";
ALTER TABLE "public"."refresh_tokens" DROP CONSTRAINT "refresh_tokens_community_id_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."account_tokens";

DROP TYPE "public"."account_token_purpose";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."idempotency_keys";
DROP TABLE "public"."moderation_entries";
DROP TABLE "public"."notifications";

DROP TYPE "public"."notification_kind";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."post_revisions";
DROP TABLE "public"."refresh_tokens";
