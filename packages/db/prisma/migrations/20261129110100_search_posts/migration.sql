-- Of an expression: no column to fill, and posts are written meanwhile. Of all of them: PostgreSQL leaves out what it knows of the
-- frequency of words where an index is partial.
CREATE INDEX CONCURRENTLY "posts_words_idx" ON "posts" USING GIN ("agora_search_post"("title", "body"));
