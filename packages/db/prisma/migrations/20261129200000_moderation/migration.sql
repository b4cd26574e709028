-- What moderators see and can act with: copies of what was reported, revisions of comments, what waits, undoing, purging.

-- CreateEnum
CREATE TYPE "hold_reason" AS ENUM ('FLOOD', 'NEW_MEMBER');

-- CreateEnum
CREATE TYPE "purge_kind" AS ENUM ('POST', 'COMMENT', 'REVISION', 'PERSON');

-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "slow_seconds" INTEGER;

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "locked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "slow_seconds" INTEGER;

-- AlterTable
ALTER TABLE "reports" ADD COLUMN     "copy" JSONB;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "muted_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "comment_revisions" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "editor_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_revisions_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateTable
CREATE TABLE "moderation_effects" (
    "community_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "before" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_effects_pkey" PRIMARY KEY ("community_id","entry_id","target_id")
);

-- CreateTable
CREATE TABLE "moderation_undos" (
    "community_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "undo_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_undos_pkey" PRIMARY KEY ("community_id","entry_id")
);

-- CreateTable
CREATE TABLE "holds" (
    "community_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "reason" "hold_reason" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "holds_pkey" PRIMARY KEY ("community_id","post_id")
);

-- CreateTable
CREATE TABLE "queue_claims" (
    "community_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "moderator_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_claims_pkey" PRIMARY KEY ("community_id","target_id")
);

-- CreateTable
CREATE TABLE "purges" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" "purge_kind" NOT NULL,
    "target_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "reason" VARCHAR(1000) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purges_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateIndex
CREATE INDEX "comment_revisions_community_id_comment_id_id_idx" ON "comment_revisions"("community_id", "comment_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "moderation_undos_community_id_undo_id_key" ON "moderation_undos"("community_id", "undo_id");

-- CreateIndex
CREATE INDEX "purges_community_id_target_id_idx" ON "purges"("community_id", "target_id");

-- AddForeignKey
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_community_id_editor_id_fkey" FOREIGN KEY ("community_id", "editor_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_effects" ADD CONSTRAINT "moderation_effects_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_effects" ADD CONSTRAINT "moderation_effects_community_id_entry_id_fkey" FOREIGN KEY ("community_id", "entry_id") REFERENCES "moderation_entries"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_undos" ADD CONSTRAINT "moderation_undos_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_undos" ADD CONSTRAINT "moderation_undos_community_id_entry_id_fkey" FOREIGN KEY ("community_id", "entry_id") REFERENCES "moderation_entries"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "moderation_undos" ADD CONSTRAINT "moderation_undos_community_id_undo_id_fkey" FOREIGN KEY ("community_id", "undo_id") REFERENCES "moderation_entries"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "queue_claims" ADD CONSTRAINT "queue_claims_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "queue_claims" ADD CONSTRAINT "queue_claims_community_id_moderator_id_fkey" FOREIGN KEY ("community_id", "moderator_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "purges" ADD CONSTRAINT "purges_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "purges" ADD CONSTRAINT "purges_community_id_admin_id_fkey" FOREIGN KEY ("community_id", "admin_id") REFERENCES "users"("community_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
