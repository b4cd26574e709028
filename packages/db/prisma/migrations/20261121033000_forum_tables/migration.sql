-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('ADMIN', 'MODERATOR', 'MEMBER');

-- CreateEnum
CREATE TYPE "user_status" AS ENUM ('ACTIVE', 'SUSPENDED', 'DEACTIVATED');

-- CreateEnum
CREATE TYPE "digest_frequency" AS ENUM ('NEVER', 'DAILY', 'WEEKLY');

-- CreateEnum
CREATE TYPE "plan" AS ENUM ('FREE', 'PRO', 'ENTERPRISE');

-- CreateEnum
CREATE TYPE "post_status" AS ENUM ('DRAFT', 'PUBLISHED', 'HIDDEN', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "comment_status" AS ENUM ('PUBLISHED', 'HIDDEN', 'DELETED');

-- CreateEnum
CREATE TYPE "point_reason" AS ENUM ('WELCOME', 'POST', 'COMMENT', 'LIKE_GIVEN', 'LIKE_RECEIVED', 'ANSWER_ACCEPTED', 'ACHIEVEMENT', 'TIP_SENT', 'TIP_RECEIVED', 'ADJUSTMENT');

-- CreateEnum
CREATE TYPE "point_source" AS ENUM ('POST', 'COMMENT', 'POST_LIKE', 'COMMENT_LIKE', 'ACHIEVEMENT', 'USER');

-- CreateEnum
CREATE TYPE "report_reason" AS ENUM ('SPAM', 'HARASSMENT', 'OFF_TOPIC', 'MISINFORMATION', 'OTHER');

-- CreateEnum
CREATE TYPE "report_status" AS ENUM ('OPEN', 'RESOLVED', 'DISMISSED');

-- CreateTable
CREATE TABLE "users" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "username" VARCHAR(30) NOT NULL,
    "display_name" VARCHAR(80) NOT NULL,
    "password_hash" VARCHAR(255) NOT NULL,
    "role" "user_role" NOT NULL DEFAULT 'MEMBER',
    "status" "user_status" NOT NULL DEFAULT 'ACTIVE',
    "email_verified_at" TIMESTAMPTZ(3),
    "points" INTEGER NOT NULL DEFAULT 0,
    "ledger_sequence" INTEGER NOT NULL DEFAULT 0,
    "level" SMALLINT NOT NULL DEFAULT 1,
    "bio" VARCHAR(1000) NOT NULL DEFAULT '',
    "avatar" VARCHAR(500),
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "user_preferences" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "locale" VARCHAR(35) NOT NULL DEFAULT 'en',
    "time_zone" VARCHAR(64) NOT NULL DEFAULT 'UTC',
    "theme" VARCHAR(16) NOT NULL DEFAULT 'system',
    "email_notifications" BOOLEAN NOT NULL DEFAULT true,
    "digest" "digest_frequency" NOT NULL DEFAULT 'WEEKLY',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_preferences_pkey" PRIMARY KEY ("community_id","user_id")
);

-- CreateTable
CREATE TABLE "user_statistics" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "posts" INTEGER NOT NULL DEFAULT 0,
    "comments" INTEGER NOT NULL DEFAULT 0,
    "likes_given" INTEGER NOT NULL DEFAULT 0,
    "likes_received" INTEGER NOT NULL DEFAULT 0,
    "streak_days" INTEGER NOT NULL DEFAULT 0,
    "last_active_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_statistics_pkey" PRIMARY KEY ("community_id","user_id")
);

-- CreateTable
CREATE TABLE "oauth_accounts" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" VARCHAR(32) NOT NULL,
    "provider_account_id" VARCHAR(255) NOT NULL,
    "access_token" VARCHAR(512) NOT NULL,
    "refresh_token" VARCHAR(512),
    "expires_at" TIMESTAMPTZ(3),
    "key_version" SMALLINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_accounts_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "communities" (
    "id" UUID NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "description" VARCHAR(500) NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "plan" "plan" NOT NULL DEFAULT 'FREE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "communities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channels" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "description" VARCHAR(500) NOT NULL DEFAULT '',
    "position" SMALLINT NOT NULL DEFAULT 0,
    "post_role" "user_role" NOT NULL DEFAULT 'MEMBER',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channels_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "tags" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "colour" VARCHAR(7) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "posts" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "status" "post_status" NOT NULL DEFAULT 'DRAFT',
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "view_count" INTEGER NOT NULL DEFAULT 0,
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "comment_count" INTEGER NOT NULL DEFAULT 0,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "post_tags" (
    "community_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "tag_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_tags_pkey" PRIMARY KEY ("community_id","post_id","tag_id")
);

-- CreateTable
CREATE TABLE "comments" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "parent_id" UUID,
    "parent_path" BYTEA,
    "parent_created_at" TIMESTAMPTZ(3),
    "depth" SMALLINT NOT NULL DEFAULT 0,
    "path" BYTEA NOT NULL,
    "body" TEXT NOT NULL,
    "status" "comment_status" NOT NULL DEFAULT 'PUBLISHED',
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "accepted_at" TIMESTAMPTZ(3),
    "edited_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comments_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "media" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "cid" VARCHAR(100) NOT NULL,
    "mime_type" VARCHAR(127) NOT NULL,
    "bytes" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "alt_text" VARCHAR(500) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "media_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "levels" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "rank" SMALLINT NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "min_points" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "levels_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "achievements" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" VARCHAR(63) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "description" VARCHAR(500) NOT NULL DEFAULT '',
    "criteria" JSONB NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "achievements_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "user_achievements" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "achievement_id" UUID NOT NULL,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "earned_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_achievements_pkey" PRIMARY KEY ("community_id","user_id","achievement_id")
);

-- CreateTable
CREATE TABLE "point_economies" (
    "community_id" UUID NOT NULL,
    "post" INTEGER NOT NULL DEFAULT 10,
    "comment" INTEGER NOT NULL DEFAULT 3,
    "like_given" INTEGER NOT NULL DEFAULT 1,
    "like_received" INTEGER NOT NULL DEFAULT 2,
    "answer_accepted" INTEGER NOT NULL DEFAULT 25,
    "welcome_bonus" INTEGER NOT NULL DEFAULT 20,
    "daily_posts" INTEGER NOT NULL DEFAULT 10,
    "daily_comments" INTEGER NOT NULL DEFAULT 50,
    "daily_likes" INTEGER NOT NULL DEFAULT 50,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "point_economies_pkey" PRIMARY KEY ("community_id")
);

-- CreateTable
CREATE TABLE "point_transactions" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "balance_after" INTEGER NOT NULL,
    "reason" "point_reason" NOT NULL,
    "source_type" "point_source",
    "source_id" UUID,
    "idempotency_key" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "point_transactions_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "reports" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "reporter_id" UUID NOT NULL,
    "post_id" UUID,
    "comment_id" UUID,
    "reported_user_id" UUID,
    "reason" "report_reason" NOT NULL,
    "details" VARCHAR(2000) NOT NULL DEFAULT '',
    "status" "report_status" NOT NULL DEFAULT 'OPEN',
    "resolution" VARCHAR(2000),
    "resolved_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reports_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "bans" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "moderator_id" UUID NOT NULL,
    "reason" VARCHAR(1000) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bans_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "post_likes" (
    "community_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_likes_pkey" PRIMARY KEY ("community_id","post_id","user_id")
);

-- CreateTable
CREATE TABLE "comment_likes" (
    "community_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_likes_pkey" PRIMARY KEY ("community_id","comment_id","user_id")
);

-- CreateIndex
CREATE INDEX "users_community_id_points_id_idx" ON "users"("community_id", "points" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_community_id_email_key" ON "users"("community_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "users_community_id_username_key" ON "users"("community_id", "username");

-- CreateIndex
CREATE INDEX "oauth_accounts_community_id_user_id_idx" ON "oauth_accounts"("community_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_accounts_community_id_provider_provider_account_id_key" ON "oauth_accounts"("community_id", "provider", "provider_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "communities_slug_key" ON "communities"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "channels_community_id_slug_key" ON "channels"("community_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "tags_community_id_slug_key" ON "tags"("community_id", "slug");

-- CreateIndex
CREATE INDEX "posts_community_id_channel_id_created_at_id_idx" ON "posts"("community_id", "channel_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "posts_community_id_channel_id_like_count_id_idx" ON "posts"("community_id", "channel_id", "like_count" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "posts_community_id_channel_id_last_activity_at_id_idx" ON "posts"("community_id", "channel_id", "last_activity_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "posts_community_id_last_activity_at_id_idx" ON "posts"("community_id", "last_activity_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "posts_community_id_author_id_created_at_idx" ON "posts"("community_id", "author_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "post_tags_community_id_tag_id_post_id_idx" ON "post_tags"("community_id", "tag_id", "post_id");

-- CreateIndex
CREATE INDEX "comments_community_id_author_id_created_at_idx" ON "comments"("community_id", "author_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "comments_community_id_post_id_path_created_at_key" ON "comments"("community_id", "post_id", "path", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "media_community_id_post_id_cid_key" ON "media"("community_id", "post_id", "cid");

-- CreateIndex
CREATE UNIQUE INDEX "levels_community_id_rank_key" ON "levels"("community_id", "rank");

-- CreateIndex
CREATE UNIQUE INDEX "levels_community_id_min_points_key" ON "levels"("community_id", "min_points");

-- CreateIndex
CREATE UNIQUE INDEX "achievements_community_id_code_key" ON "achievements"("community_id", "code");

-- CreateIndex
CREATE INDEX "user_achievements_community_id_achievement_id_idx" ON "user_achievements"("community_id", "achievement_id");

-- CreateIndex
CREATE UNIQUE INDEX "point_transactions_community_id_idempotency_key_key" ON "point_transactions"("community_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "point_transactions_community_id_user_id_sequence_key" ON "point_transactions"("community_id", "user_id", "sequence");

-- CreateIndex
CREATE INDEX "reports_community_id_status_created_at_idx" ON "reports"("community_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "reports_community_id_reporter_id_idx" ON "reports"("community_id", "reporter_id");

-- CreateIndex
CREATE INDEX "reports_community_id_post_id_idx" ON "reports"("community_id", "post_id");

-- CreateIndex
CREATE INDEX "reports_community_id_comment_id_idx" ON "reports"("community_id", "comment_id");

-- CreateIndex
CREATE INDEX "reports_community_id_reported_user_id_idx" ON "reports"("community_id", "reported_user_id");

-- CreateIndex
CREATE INDEX "bans_community_id_user_id_starts_at_idx" ON "bans"("community_id", "user_id", "starts_at" DESC);

-- CreateIndex
CREATE INDEX "post_likes_community_id_user_id_created_at_idx" ON "post_likes"("community_id", "user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "comment_likes_community_id_user_id_created_at_idx" ON "comment_likes"("community_id", "user_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_statistics" ADD CONSTRAINT "user_statistics_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_statistics" ADD CONSTRAINT "user_statistics_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "oauth_accounts" ADD CONSTRAINT "oauth_accounts_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "oauth_accounts" ADD CONSTRAINT "oauth_accounts_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_community_id_channel_id_fkey" FOREIGN KEY ("community_id", "channel_id") REFERENCES "channels"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_community_id_author_id_fkey" FOREIGN KEY ("community_id", "author_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_community_id_tag_id_fkey" FOREIGN KEY ("community_id", "tag_id") REFERENCES "tags"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_community_id_author_id_fkey" FOREIGN KEY ("community_id", "author_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_community_id_post_id_parent_path_parent_created_a_fkey" FOREIGN KEY ("community_id", "post_id", "parent_path", "parent_created_at") REFERENCES "comments"("community_id", "post_id", "path", "created_at") ON DELETE NO ACTION ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "media" ADD CONSTRAINT "media_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "media" ADD CONSTRAINT "media_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "levels" ADD CONSTRAINT "levels_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "achievements" ADD CONSTRAINT "achievements_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "user_achievements" ADD CONSTRAINT "user_achievements_community_id_achievement_id_fkey" FOREIGN KEY ("community_id", "achievement_id") REFERENCES "achievements"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_economies" ADD CONSTRAINT "point_economies_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_transactions" ADD CONSTRAINT "point_transactions_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "point_transactions" ADD CONSTRAINT "point_transactions_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_reporter_id_fkey" FOREIGN KEY ("community_id", "reporter_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_reported_user_id_fkey" FOREIGN KEY ("community_id", "reported_user_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_resolved_by_id_fkey" FOREIGN KEY ("community_id", "resolved_by_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bans" ADD CONSTRAINT "bans_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bans" ADD CONSTRAINT "bans_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bans" ADD CONSTRAINT "bans_community_id_moderator_id_fkey" FOREIGN KEY ("community_id", "moderator_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_likes" ADD CONSTRAINT "post_likes_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_likes" ADD CONSTRAINT "post_likes_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_likes" ADD CONSTRAINT "post_likes_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_likes" ADD CONSTRAINT "comment_likes_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_likes" ADD CONSTRAINT "comment_likes_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_likes" ADD CONSTRAINT "comment_likes_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;
