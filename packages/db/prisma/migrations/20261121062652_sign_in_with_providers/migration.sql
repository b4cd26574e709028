-- CreateEnum
CREATE TYPE "oauth_purpose" AS ENUM ('LOGIN', 'LINK');

-- AlterTable
ALTER TABLE "oauth_accounts" ALTER COLUMN "access_token" DROP NOT NULL;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "token_version" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "password_hash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "oauth_grants" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "purpose" "oauth_purpose" NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "code_challenge" VARCHAR(43) NOT NULL,
    "provider" VARCHAR(32) NOT NULL,
    "provider_account_id" VARCHAR(255) NOT NULL,
    "email" VARCHAR(254),
    "email_verified" BOOLEAN NOT NULL,
    "handle" VARCHAR(80) NOT NULL,
    "display_name" VARCHAR(80) NOT NULL,
    "access_token" VARCHAR(512),
    "refresh_token" VARCHAR(512),
    "token_expires_at" TIMESTAMPTZ(3),
    "key_version" SMALLINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_grants_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateIndex
CREATE INDEX "oauth_grants_community_id_created_at_idx" ON "oauth_grants"("community_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_grants_community_id_state_hash_key" ON "oauth_grants"("community_id", "state_hash");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_grants_community_id_code_hash_key" ON "oauth_grants"("community_id", "code_hash");

-- AddForeignKey
ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "oauth_grants"
  ADD CONSTRAINT "oauth_grants_hash_check" CHECK (octet_length("state_hash") = 32 AND octet_length("code_hash") = 32),
  ADD CONSTRAINT "oauth_grants_challenge_check" CHECK ("code_challenge" ~ '^[A-Za-z0-9_-]{43}$'),
  ADD CONSTRAINT "oauth_grants_email_check" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "oauth_grants_expiry_check" CHECK ("expires_at" > "created_at");
