-- agora: loses column public.posts.html
-- agora: loses column public.comments.html
-- The way back from 20261129100000_stored_html. What is lost is made again from the Markdown.

DROP TRIGGER "posts_forget_html" ON "public"."posts";
DROP TRIGGER "comments_forget_html" ON "public"."comments";
DROP FUNCTION "public"."agora_forget_html"();

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."posts" DROP COLUMN "html";
ALTER TABLE "public"."comments" DROP COLUMN "html";
