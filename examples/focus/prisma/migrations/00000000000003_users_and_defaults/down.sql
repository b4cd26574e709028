-- agora: loses table public.users
-- agora: loses table public.user_defaults
-- The way back from 00000000000003_users_and_defaults, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."user_defaults" DROP CONSTRAINT "user_defaults_module_id_fkey";
ALTER TABLE "public"."user_defaults" DROP CONSTRAINT "user_defaults_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."user_defaults";
DROP TABLE "public"."users";
