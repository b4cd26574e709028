-- agora: loses column planning.assets.embedding
-- The extension stays: it may be older than the migration, and others may use it.
ALTER TABLE "planning"."assets" DROP COLUMN "embedding";
