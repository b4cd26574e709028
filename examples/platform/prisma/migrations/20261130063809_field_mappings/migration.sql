-- CreateEnum
CREATE TYPE "planning"."match_type" AS ENUM ('exact', 'similar', 'manual');

-- CreateEnum
CREATE TYPE "planning"."mapping_status" AS ENUM ('suggested', 'approved', 'rejected');

-- CreateTable
CREATE TABLE "planning"."field_mappings" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "data_import_id" UUID NOT NULL,
    "source_field" VARCHAR(120) NOT NULL,
    "target_field" VARCHAR(120) NOT NULL,
    "match_type" "planning"."match_type" NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "status" "planning"."mapping_status" NOT NULL DEFAULT 'suggested',
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "transformation" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "field_mappings_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "field_mappings_client_id_data_import_id_source_field_key" ON "planning"."field_mappings"("client_id", "data_import_id", "source_field");

-- AddForeignKey
ALTER TABLE "planning"."field_mappings" ADD CONSTRAINT "field_mappings_client_id_data_import_id_fkey" FOREIGN KEY ("client_id", "data_import_id") REFERENCES "planning"."data_imports"("client_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "planning"."field_mappings" ADD CONSTRAINT "field_mappings_client_id_approved_by_fkey" FOREIGN KEY ("client_id", "approved_by") REFERENCES "planning"."users"("client_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "planning"."field_mappings" ADD CONSTRAINT "field_mappings_confidence_check" CHECK ("confidence" BETWEEN 0 AND 1);
ALTER TABLE "planning"."field_mappings" ADD CONSTRAINT "field_mappings_transformation_check" CHECK (jsonb_typeof("transformation") = 'array');
-- Approved is what somebody has approved, and nothing else.
ALTER TABLE "planning"."field_mappings" ADD CONSTRAINT "field_mappings_approval_check"
  CHECK (("status" = 'approved') = ("approved_by" IS NOT NULL) AND ("approved_by" IS NULL) = ("approved_at" IS NULL));
