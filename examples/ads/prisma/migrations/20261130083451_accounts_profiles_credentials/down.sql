-- agora: loses table public.accounts
-- agora: loses table public.profiles
-- agora: loses table public.credentials
-- The way back from 20261130083451_accounts_profiles_credentials, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."credentials" DROP CONSTRAINT "credentials_profile_id_fkey";
ALTER TABLE "public"."profiles" DROP CONSTRAINT "profiles_account_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."accounts";
DROP TABLE "public"."credentials";
DROP TABLE "public"."profiles";
