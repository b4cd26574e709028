CREATE INDEX CONCURRENTLY "assets_embedding_idx" ON "planning"."assets" USING hnsw ("embedding" vector_cosine_ops);
