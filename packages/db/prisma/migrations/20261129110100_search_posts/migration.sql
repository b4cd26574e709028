-- Of an expression: no column to fill, and posts are written meanwhile. What is hidden is not in it.
CREATE INDEX CONCURRENTLY "posts_words_idx" ON "posts" USING GIN ("agora_search_post"("title", "body")) WHERE "status" = 'PUBLISHED';
