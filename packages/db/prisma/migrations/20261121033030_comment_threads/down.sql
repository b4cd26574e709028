-- The way back from 20261121033030_comment_threads, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP INDEX "public"."comments_accepted_key";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_depth_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_parent_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_parent_created_at_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_parent_path_check";
ALTER TABLE "public"."comments" DROP CONSTRAINT "comments_path_check";
