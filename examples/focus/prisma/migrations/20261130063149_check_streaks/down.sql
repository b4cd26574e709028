-- The way back from 20261130063149_check_streaks, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."statistics" DROP CONSTRAINT "statistics_streak_days_check";
