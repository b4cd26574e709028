ALTER TABLE "planning"."assets" VALIDATE CONSTRAINT "assets_migration_status_check";
