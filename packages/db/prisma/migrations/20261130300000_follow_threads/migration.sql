-- Who follows a thread is told of new comments in it.

-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'FOLLOWED';

-- AlterTable
ALTER TABLE "user_preferences" ADD COLUMN     "follow_written" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "post_follows" (
    "community_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_follows_pkey" PRIMARY KEY ("community_id","post_id","user_id")
);

-- CreateIndex
CREATE INDEX "post_follows_community_id_user_id_created_at_post_id_idx" ON "post_follows"("community_id", "user_id", "created_at" DESC, "post_id" DESC);

-- AddForeignKey
ALTER TABLE "post_follows" ADD CONSTRAINT "post_follows_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_follows" ADD CONSTRAINT "post_follows_community_id_post_id_fkey" FOREIGN KEY ("community_id", "post_id") REFERENCES "posts"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "post_follows" ADD CONSTRAINT "post_follows_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "post_follows" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "post_follows" TO agora_app, agora_loader;

ALTER TABLE "post_follows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "post_follows" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "post_follows" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
