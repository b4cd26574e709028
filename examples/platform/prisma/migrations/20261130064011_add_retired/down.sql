-- agora: allow change-column-type because a value leaves an enum only by making it anew, and assets are few
-- The way back from 20261130064011_add_retired, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" DROP DEFAULT;

ALTER TYPE "planning"."migration_status" RENAME TO "migration_status_with_retired";
CREATE TYPE "planning"."migration_status" AS ENUM ('not_planned', 'planned', 'moving', 'moved');

-- rewrites the table; destroys data
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" TYPE "planning"."migration_status" USING "migration_status"::text::"planning"."migration_status";

DROP TYPE "planning"."migration_status_with_retired";

-- ACCESS EXCLUSIVE lock
ALTER TABLE "planning"."assets" ALTER COLUMN "migration_status" SET DEFAULT 'not_planned'::planning.migration_status;
