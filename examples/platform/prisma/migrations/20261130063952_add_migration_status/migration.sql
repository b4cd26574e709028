CREATE TYPE "planning"."migration_status" AS ENUM ('not_planned', 'planned', 'moving', 'moved');

-- First the column, then its default: rows that are there keep NULL, for the next migration to fill.
ALTER TABLE "planning"."assets" ADD COLUMN "migration_status" "planning"."migration_status";
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" SET DEFAULT 'not_planned';
