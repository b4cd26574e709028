-- The second factor of a log-in, and codes for who has lost it.

-- CreateTable
CREATE TABLE "two_factors" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret" VARCHAR(512) NOT NULL,
    "key_version" SMALLINT NOT NULL,
    "enabled_at" TIMESTAMPTZ(3),
    "last_step" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("community_id","user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "community_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("community_id","user_id","code_hash")
);

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "two_factors"
  ADD CONSTRAINT "two_factors_key_version_check" CHECK ("key_version" >= 1),
  ADD CONSTRAINT "two_factors_confirmed_check" CHECK ("enabled_at" IS NULL OR "last_step" IS NOT NULL);
ALTER TABLE "recovery_codes"
  ADD CONSTRAINT "recovery_codes_hash_check" CHECK (octet_length("code_hash") = 32);

ALTER TABLE "two_factors" OWNER TO agora_owner;
ALTER TABLE "recovery_codes" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "two_factors", "recovery_codes" TO agora_app, agora_loader;

ALTER TABLE "two_factors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "two_factors" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "two_factors" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

ALTER TABLE "recovery_codes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "recovery_codes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "recovery_codes" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
