-- agora: loses table public.user_achievements
-- agora: loses table public.achievements
-- agora: loses table public.statistics
-- The way back from 00000000000005_achievements_and_statistics, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."statistics" DROP CONSTRAINT "statistics_user_id_fkey";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_achievement_id_fkey";
ALTER TABLE "public"."user_achievements" DROP CONSTRAINT "user_achievements_user_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."achievements";
DROP TABLE "public"."statistics";
DROP TABLE "public"."user_achievements";
