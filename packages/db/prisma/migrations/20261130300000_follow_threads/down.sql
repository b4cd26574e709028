-- agora: loses table public.post_follows
-- agora: loses column public.user_preferences.follow_written
-- The way back from 20261130300000_follow_threads, generated from the catalog before and after it.

-- What the older code has no word for goes. Without FORCE the owner, too, sees the rows of every community.
ALTER TABLE "public"."notifications" NO FORCE ROW LEVEL SECURITY;
DELETE FROM "public"."notifications" WHERE "kind" = 'FOLLOWED';
ALTER TABLE "public"."notifications" FORCE ROW LEVEL SECURITY;

-- ACCESS EXCLUSIVE lock
DROP POLICY "community" ON "public"."notifications";
DROP POLICY "community" ON "public"."user_preferences";
DROP POLICY "community" ON "public"."post_follows";
ALTER TYPE "public"."notification_kind" RENAME TO "agora_old_notification_kind";
CREATE TYPE "public"."notification_kind" AS ENUM ('REPLY', 'MENTION', 'ANSWER_ACCEPTED', 'TIP', 'MODERATION');
ALTER TABLE "public"."notifications" ALTER COLUMN "kind" TYPE "public"."notification_kind" USING "kind"::text::"public"."notification_kind";
DROP TYPE "public"."agora_old_notification_kind";

REVOKE ALL ON TYPE "public"."notification_kind" FROM CURRENT_USER;

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."post_follows" DROP CONSTRAINT "post_follows_community_id_fkey";
ALTER TABLE "public"."post_follows" DROP CONSTRAINT "post_follows_community_id_post_id_fkey";
ALTER TABLE "public"."post_follows" DROP CONSTRAINT "post_follows_community_id_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."user_preferences" DROP COLUMN "follow_written";
DROP TABLE "public"."post_follows";

ALTER TYPE "public"."notification_kind" OWNER TO "agora_owner";

-- ACCESS EXCLUSIVE lock
CREATE POLICY "community" ON "public"."notifications" FOR ALL TO PUBLIC USING ((community_id = (NULLIF(current_setting('agora.community_id'::text, true), ''::text))::uuid));
CREATE POLICY "community" ON "public"."user_preferences" FOR ALL TO PUBLIC USING ((community_id = (NULLIF(current_setting('agora.community_id'::text, true), ''::text))::uuid));

REVOKE ALL ON TYPE "public"."notification_kind" FROM "agora_owner";
GRANT USAGE ON TYPE "public"."notification_kind" TO "agora_owner";
