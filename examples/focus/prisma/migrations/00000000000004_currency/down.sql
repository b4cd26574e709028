-- agora: loses table public.wallets
-- agora: loses table public.currency_entries
-- The way back from 00000000000004_currency, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."currency_entries" DROP CONSTRAINT "currency_entries_user_id_fkey";
ALTER TABLE "public"."wallets" DROP CONSTRAINT "wallets_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."currency_entries";
DROP TABLE "public"."wallets";
