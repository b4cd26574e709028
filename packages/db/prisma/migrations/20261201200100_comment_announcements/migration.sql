-- agora: compatible
-- Followers of a thread are told some at a time: to tell ten thousand of them took a second of whoever wrote a comment.

-- CreateTable
CREATE TABLE "comment_announcements" (
    "community_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "told_up_to" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_announcements_pkey" PRIMARY KEY ("community_id","comment_id")
);

-- AddForeignKey
ALTER TABLE "comment_announcements" ADD CONSTRAINT "comment_announcements_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "comment_announcements" ADD CONSTRAINT "comment_announcements_community_id_comment_id_fkey" FOREIGN KEY ("community_id", "comment_id") REFERENCES "comments"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "comment_announcements" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "comment_announcements" TO agora_app, agora_loader;

ALTER TABLE "comment_announcements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment_announcements" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "comment_announcements" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
