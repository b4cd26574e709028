-- agora: loses table planning.client_accounts
-- agora: loses table planning.users
-- agora: loses table planning.engagements
-- The way back from 20261130063755_accounts_and_engagements, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."engagements" DROP CONSTRAINT "engagements_client_id_fkey";
ALTER TABLE "planning"."users" DROP CONSTRAINT "users_client_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "planning"."client_accounts";
DROP TABLE "planning"."engagements";

DROP TYPE "planning"."engagement_status";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "planning"."users";

DROP SCHEMA "planning";
