-- Keys of devices that log their owners in (WebAuthn).

-- CreateTable
CREATE TABLE "passkeys" (
    "community_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("community_id","id")
);

-- CreateIndex
CREATE INDEX "passkeys_community_id_user_id_idx" ON "passkeys"("community_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_community_id_credential_id_key" ON "passkeys"("community_id", "credential_id");

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "communities"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_community_id_user_id_fkey" FOREIGN KEY ("community_id", "user_id") REFERENCES "users"("community_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand: what Prisma has no syntax for.
ALTER TABLE "passkeys"
  -- As WebAuthn has it: at most 1023 bytes, and a counter of 32 bits.
  ADD CONSTRAINT "passkeys_credential_id_check" CHECK (octet_length("credential_id") BETWEEN 1 AND 1023),
  ADD CONSTRAINT "passkeys_public_key_check" CHECK (octet_length("public_key") BETWEEN 1 AND 4096),
  ADD CONSTRAINT "passkeys_counter_check" CHECK ("counter" BETWEEN 0 AND 4294967295),
  ADD CONSTRAINT "passkeys_name_check" CHECK ("name" <> '');

ALTER TABLE "passkeys" OWNER TO agora_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON "passkeys" TO agora_app, agora_loader;

ALTER TABLE "passkeys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "passkeys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "passkeys" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
