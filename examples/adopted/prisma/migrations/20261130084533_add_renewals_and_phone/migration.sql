-- AlterTable
ALTER TABLE "loans" ADD COLUMN     "renewals" SMALLINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "phone" VARCHAR(30);
