-- agora: loses table public.passkeys
-- The way back from 20261130300020_passkeys, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."passkeys" DROP CONSTRAINT "passkeys_community_id_fkey";
ALTER TABLE "public"."passkeys" DROP CONSTRAINT "passkeys_community_id_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."passkeys";
