-- The way back from 20261130500030_drop_words_made_anew.

CREATE INDEX CONCURRENTLY "posts_words_idx" ON "public"."posts" USING GIN ("agora_search_post"("title", "body"));
