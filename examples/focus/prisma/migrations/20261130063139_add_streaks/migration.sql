-- AlterTable
ALTER TABLE "statistics" ADD COLUMN     "streak_days" SMALLINT NOT NULL DEFAULT 0;
