-- agora: loses column public.comments.words
-- The way back from 20261201200010_keep_words_of_comments. What is lost is made again from the text.

DROP TRIGGER "comments_keep_words" ON "public"."comments";
DROP FUNCTION "public"."agora_keep_comment_words"();

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."comments" DROP COLUMN "words";
