-- agora: loses table public.two_factors
-- agora: loses table public.recovery_codes
-- The way back from 20261130100000_two_factor, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."recovery_codes" DROP CONSTRAINT "recovery_codes_community_id_fkey";
ALTER TABLE "public"."recovery_codes" DROP CONSTRAINT "recovery_codes_community_id_user_id_fkey";
ALTER TABLE "public"."two_factors" DROP CONSTRAINT "two_factors_community_id_fkey";
ALTER TABLE "public"."two_factors" DROP CONSTRAINT "two_factors_community_id_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."recovery_codes";
DROP TABLE "public"."two_factors";
