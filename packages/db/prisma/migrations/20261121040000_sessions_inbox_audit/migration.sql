-- CreateEnum
CREATE TYPE "account_token_purpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD');

-- CreateEnum
CREATE TYPE "notification_kind" AS ENUM ('REPLY', 'MENTION', 'ANSWER_ACCEPTED', 'TIP', 'MODERATION');

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "family_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "account_tokens" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" "account_token_purpose" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_tokens_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "status" SMALLINT,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("community_id","user_id","key")
);

-- CreateTable
CREATE TABLE "notifications" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "notification_kind" NOT NULL,
    "actor_id" UUID NOT NULL,
    "post_id" UUID,
    "comment_id" UUID,
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "post_revisions" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "editor_id" UUID NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_revisions_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "moderation_entries" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "moderator_id" UUID NOT NULL,
    "action" VARCHAR(63) NOT NULL,
    "target_id" UUID NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_entries_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateIndex
CREATE INDEX "refresh_tokens_community_id_family_id_idx" ON "refresh_tokens"("community_id", "family_id");

-- CreateIndex
CREATE INDEX "refresh_tokens_community_id_user_id_idx" ON "refresh_tokens"("community_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_tokens_community_id_token_hash_key" ON "refresh_tokens"("community_id", "token_hash");

-- CreateIndex
CREATE INDEX "account_tokens_community_id_user_id_purpose_idx" ON "account_tokens"("community_id", "user_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "account_tokens_community_id_token_hash_key" ON "account_tokens"("community_id", "token_hash");

-- CreateIndex
CREATE INDEX "notifications_community_id_user_id_id_idx" ON "notifications"("community_id", "user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "post_revisions_community_id_post_id_id_idx" ON "post_revisions"("community_id", "post_id", "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_entries_community_id_target_id_idx" ON "moderation_entries"("community_id", "target_id");

-- CreateIndex
CREATE INDEX "point_transactions_community_id_user_id_reason_created_at_idx" ON "point_transactions"("community_id", "user_id", "reason", "created_at");

-- CreateIndex
CREATE INDEX "posts_community_id_created_at_id_idx" ON "posts"("community_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "posts_community_id_like_count_id_idx" ON "posts"("community_id", "like_count" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_tokens" ADD CONSTRAINT "account_tokens_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_tokens" ADD CONSTRAINT "account_tokens_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_community_id_actor_id_fkey" FOREIGN KEY ("community_id", "actor_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_revisions" ADD CONSTRAINT "post_revisions_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_revisions" ADD CONSTRAINT "post_revisions_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_revisions" ADD CONSTRAINT "post_revisions_community_id_editor_id_fkey" FOREIGN KEY ("community_id", "editor_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_entries" ADD CONSTRAINT "moderation_entries_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_entries" ADD CONSTRAINT "moderation_entries_community_id_moderator_id_fkey" FOREIGN KEY ("community_id", "moderator_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
