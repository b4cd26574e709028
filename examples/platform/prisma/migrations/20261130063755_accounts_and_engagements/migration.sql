-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "planning";

-- CreateEnum
CREATE TYPE "planning"."engagement_status" AS ENUM ('planned', 'active', 'closed');

-- CreateTable
CREATE TABLE "planning"."client_accounts" (
    "id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "planning"."users" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "planning"."engagements" (
    "client_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" VARCHAR(160) NOT NULL,
    "status" "planning"."engagement_status" NOT NULL DEFAULT 'planned',
    "starts_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "engagements_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_accounts_slug_key" ON "planning"."client_accounts"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_client_id_email_key" ON "planning"."users"("client_id", "email");

-- AddForeignKey
ALTER TABLE "planning"."users" ADD CONSTRAINT "users_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "planning"."client_accounts"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "planning"."engagements" ADD CONSTRAINT "engagements_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "planning"."client_accounts"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
