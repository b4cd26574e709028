-- agora: loses table planning.field_mappings
-- The way back from 20261130063809_field_mappings, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."field_mappings" DROP CONSTRAINT "field_mappings_client_id_approved_by_fkey";
ALTER TABLE "planning"."field_mappings" DROP CONSTRAINT "field_mappings_client_id_data_import_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "planning"."field_mappings";

DROP TYPE "planning"."mapping_status";
DROP TYPE "planning"."match_type";
