-- agora: loses table planning.assets
-- The way back from 20261130063816_assets, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."assets" DROP CONSTRAINT "assets_client_id_data_import_id_fkey";
ALTER TABLE "planning"."assets" DROP CONSTRAINT "assets_client_id_engagement_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "planning"."assets";

DROP TYPE "planning"."asset_kind";
