-- Pinned posts come first, and are few: to find them must not take reading all others.
CREATE INDEX CONCURRENTLY "posts_pinned_idx" ON "posts"("community_id", "channel_id") WHERE "pinned";
