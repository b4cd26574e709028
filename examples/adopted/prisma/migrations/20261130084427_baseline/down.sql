-- agora: loses table public.members
-- agora: loses table public.loans
-- agora: loses table public.items
-- The way back from 20261130084427_baseline, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP VIEW "public"."overdue";
ALTER TABLE "public"."loans" DROP CONSTRAINT "loans_item_id_fkey";
ALTER TABLE "public"."loans" DROP CONSTRAINT "loans_member_no_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."items";

DROP TYPE "public"."item_state";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."loans";

DROP FUNCTION "public"."keep_item_state"();

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."members";
