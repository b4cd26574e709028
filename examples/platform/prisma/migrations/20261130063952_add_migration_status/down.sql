-- agora: loses column planning.assets.migration_status
-- The way back from 20261130063952_add_migration_status, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "planning"."assets" DROP COLUMN "migration_status";

DROP TYPE "planning"."migration_status";
