-- Of an expression: no column to fill, and comments are written meanwhile. Of all of them: PostgreSQL leaves out what it knows of the
-- frequency of words where an index is partial.
CREATE INDEX CONCURRENTLY "comments_words_idx" ON "comments" USING GIN ("agora_search_comment"("body"));
