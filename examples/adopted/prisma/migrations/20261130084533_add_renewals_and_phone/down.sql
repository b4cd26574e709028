-- agora: loses column public.loans.renewals
-- agora: loses column public.members.phone
-- The way back from 20261130084533_add_renewals_and_phone, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."loans" DROP COLUMN "renewals";
ALTER TABLE "public"."members" DROP COLUMN "phone";
