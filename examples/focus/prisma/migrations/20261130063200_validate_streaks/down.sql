-- The way back from 20261130063200_validate_streaks, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."statistics" DROP CONSTRAINT "statistics_streak_days_check";
ALTER TABLE "public"."statistics" ADD CONSTRAINT "statistics_streak_days_check" CHECK ((streak_days >= 0)) NOT VALID;
