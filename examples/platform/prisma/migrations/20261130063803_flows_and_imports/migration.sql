-- CreateEnum
CREATE TYPE "planning"."flow_status" AS ENUM ('not_started', 'running', 'paused', 'failed', 'done');

-- CreateTable
CREATE TABLE "planning"."master_flows" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "status" "planning"."flow_status" NOT NULL DEFAULT 'not_started',
    "phases" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "master_flows_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "planning"."discovery_flows" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "master_flow_id" UUID NOT NULL,
    "status" "planning"."flow_status" NOT NULL DEFAULT 'not_started',
    "progress" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "discovery_flows_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "planning"."data_imports" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "discovery_flow_id" UUID NOT NULL,
    "file_name" VARCHAR(255) NOT NULL,
    "rows" INTEGER NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_imports_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateIndex
CREATE INDEX "master_flows_client_id_engagement_id_idx" ON "planning"."master_flows"("client_id", "engagement_id");

-- CreateIndex
CREATE INDEX "discovery_flows_client_id_master_flow_id_idx" ON "planning"."discovery_flows"("client_id", "master_flow_id");

-- CreateIndex
CREATE INDEX "data_imports_client_id_discovery_flow_id_idx" ON "planning"."data_imports"("client_id", "discovery_flow_id");

-- AddForeignKey
ALTER TABLE "planning"."master_flows" ADD CONSTRAINT "master_flows_client_id_engagement_id_fkey" FOREIGN KEY ("client_id", "engagement_id") REFERENCES "planning"."engagements"("client_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "planning"."discovery_flows" ADD CONSTRAINT "discovery_flows_client_id_master_flow_id_fkey" FOREIGN KEY ("client_id", "master_flow_id") REFERENCES "planning"."master_flows"("client_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "planning"."data_imports" ADD CONSTRAINT "data_imports_client_id_discovery_flow_id_fkey" FOREIGN KEY ("client_id", "discovery_flow_id") REFERENCES "planning"."discovery_flows"("client_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Tables of this file are empty still: their checks cost nothing here.
ALTER TABLE "planning"."master_flows" ADD CONSTRAINT "master_flows_phases_check" CHECK (jsonb_typeof("phases") = 'array');
ALTER TABLE "planning"."discovery_flows" ADD CONSTRAINT "discovery_flows_progress_check" CHECK ("progress" BETWEEN 0 AND 100);
ALTER TABLE "planning"."data_imports" ADD CONSTRAINT "data_imports_rows_check" CHECK ("rows" >= 0);
