-- agora: loses column public.statistics.streak_days
-- The way back from 20261130063139_add_streaks, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."statistics" DROP COLUMN "streak_days";
