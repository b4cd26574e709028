-- agora: loses table planning.master_flows
-- agora: loses table planning.discovery_flows
-- agora: loses table planning.data_imports
-- The way back from 20261130063803_flows_and_imports, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."data_imports" DROP CONSTRAINT "data_imports_client_id_discovery_flow_id_fkey";
ALTER TABLE "planning"."discovery_flows" DROP CONSTRAINT "discovery_flows_client_id_master_flow_id_fkey";
ALTER TABLE "planning"."master_flows" DROP CONSTRAINT "master_flows_client_id_engagement_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "planning"."data_imports";
DROP TABLE "planning"."discovery_flows";
DROP TABLE "planning"."master_flows";

DROP TYPE "planning"."flow_status";
