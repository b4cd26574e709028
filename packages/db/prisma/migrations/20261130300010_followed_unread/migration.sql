-- Whoever writes in a thread asks which followers have been told and have not read it yet.
CREATE INDEX CONCURRENTLY "notifications_followed_unread_idx" ON "notifications"("community_id", "post_id", "user_id") WHERE "kind" = 'FOLLOWED' AND "read_at" IS NULL;
