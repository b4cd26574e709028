-- agora: no-transaction
-- Statement by statement, so that rows are read again without a lock on writes.
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_migration_status_check" CHECK ("migration_status" IS NOT NULL) NOT VALID;
ALTER TABLE "planning"."assets" VALIDATE CONSTRAINT "assets_migration_status_check";
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" DROP NOT NULL;
