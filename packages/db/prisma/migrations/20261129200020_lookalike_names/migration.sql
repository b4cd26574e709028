-- Whoever takes a name asks whether another looks like it.
CREATE INDEX CONCURRENTLY "users_lookalike_idx" ON "users"("community_id", agora_lookalike("username"));
