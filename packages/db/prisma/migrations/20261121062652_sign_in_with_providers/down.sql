-- agora: loses table public.oauth_grants
-- agora: loses column public.users.token_version
-- The way back from 20261121062652_sign_in_with_providers, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."oauth_grants" DROP CONSTRAINT "oauth_grants_community_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."users" DROP COLUMN "token_version";
DROP TABLE "public"."oauth_grants";

DROP TYPE "public"."oauth_purpose";

-- Written by hand: what has no value gets one that opens nothing. No password has an empty hash, and no key opens an
-- empty token.
UPDATE "public"."oauth_accounts" SET "access_token" = '' WHERE "access_token" IS NULL;
UPDATE "public"."users" SET "password_hash" = '' WHERE "password_hash" IS NULL;

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."oauth_accounts" ALTER COLUMN "access_token" SET NOT NULL;
ALTER TABLE "public"."users" ALTER COLUMN "password_hash" SET NOT NULL;
