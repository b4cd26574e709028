-- The way back from 20261121033010_full_text_search, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP INDEX "public"."posts_search_idx";

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."posts" DROP COLUMN "search";
