-- CreateEnum
CREATE TYPE "planning"."asset_kind" AS ENUM ('server', 'application');

-- CreateTable
CREATE TABLE "planning"."assets" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "data_import_id" UUID,
    "kind" "planning"."asset_kind" NOT NULL,
    "name" VARCHAR(160) NOT NULL,
    "environment" VARCHAR(40) NOT NULL,
    "hostname" VARCHAR(253),
    "ip_address" INET,
    "operating_system" VARCHAR(80),
    "cpu_cores" SMALLINT,
    "memory_gb" INTEGER,
    "business_owner" VARCHAR(120),
    "criticality" VARCHAR(20),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assets_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "assets_client_id_engagement_id_kind_name_key" ON "planning"."assets"("client_id", "engagement_id", "kind", "name");

-- AddForeignKey
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_client_id_engagement_id_fkey" FOREIGN KEY ("client_id", "engagement_id") REFERENCES "planning"."engagements"("client_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_client_id_data_import_id_fkey" FOREIGN KEY ("client_id", "data_import_id") REFERENCES "planning"."data_imports"("client_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What has to be known of each kind, and what the other has no use for.
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_server_check" CHECK (
  ("kind" = 'server') = ("hostname" IS NOT NULL AND "operating_system" IS NOT NULL AND "cpu_cores" IS NOT NULL AND "memory_gb" IS NOT NULL)
);
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_application_check" CHECK (
  ("kind" = 'application') = ("business_owner" IS NOT NULL AND "criticality" IS NOT NULL)
);
ALTER TABLE "planning"."assets" ADD CONSTRAINT "assets_sizes_check" CHECK ("cpu_cores" > 0 AND "memory_gb" > 0);
