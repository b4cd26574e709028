ALTER TABLE "statistics" VALIDATE CONSTRAINT "statistics_streak_days_check";
