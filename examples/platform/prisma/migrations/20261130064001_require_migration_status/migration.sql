-- The check is valid, so no row is read for this.
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" SET NOT NULL;
ALTER TABLE "planning"."assets" DROP CONSTRAINT "assets_migration_status_check";
