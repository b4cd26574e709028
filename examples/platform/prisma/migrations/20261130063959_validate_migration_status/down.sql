-- The way back from 20261130063959_validate_migration_status, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."assets" DROP CONSTRAINT "assets_migration_status_check";
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_migration_status_check" CHECK ((migration_status IS NOT NULL)) NOT VALID;
