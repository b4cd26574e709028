ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_migration_status_check" CHECK ("migration_status" IS NOT NULL) NOT VALID;
