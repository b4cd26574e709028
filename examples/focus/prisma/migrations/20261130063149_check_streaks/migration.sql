-- New rows are checked at once; those that are there follow in the next migration, without a lock on writes.
ALTER TABLE "statistics" ADD CONSTRAINT "statistics_streak_days_check" CHECK ("streak_days" >= 0) NOT VALID;
