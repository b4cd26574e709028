-- The way back from 20261201200040_drop_comment_words_made_anew.

CREATE INDEX CONCURRENTLY "comments_words_idx" ON "public"."comments" USING GIN ("agora_search_comment"("body"));
