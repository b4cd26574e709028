-- agora: loses table public.comment_holds
-- The way back from 20261130300030_held_comments, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."comment_holds" DROP CONSTRAINT "comment_holds_community_id_comment_id_fkey";
ALTER TABLE "public"."comment_holds" DROP CONSTRAINT "comment_holds_community_id_fkey";

DROP FUNCTION "public"."agora_waits_as_new"(uuid, uuid, integer);

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."comment_holds";
