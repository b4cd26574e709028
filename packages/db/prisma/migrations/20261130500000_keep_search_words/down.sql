-- agora: loses column public.posts.words
-- The way back from 20261130500000_keep_search_words. What is lost is made again from title and body.

DROP TRIGGER "posts_keep_words" ON "public"."posts";
DROP FUNCTION "public"."agora_keep_words"();

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."posts" DROP COLUMN "words";
