-- The way back from 20261130063957_check_migration_status, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."assets" DROP CONSTRAINT "assets_migration_status_check";
