-- Of an expression: no column to fill, and comments are written meanwhile. What is hidden or deleted is not in it.
CREATE INDEX CONCURRENTLY "comments_words_idx" ON "comments" USING GIN ("agora_search_comment"("body")) WHERE "status" = 'PUBLISHED';
