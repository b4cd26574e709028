/** A migration of a made-up project, of the kinds that real histories hold. */
export interface CorpusMigration {
  readonly name: string;
  readonly up: string;
  /** Findings of ours: `<severity> <line> <rule>`. */
  readonly finds: readonly string[];
  /** Rules of squawk that report something here which is no hazard. */
  readonly harmless?: readonly string[];
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** One history, in order; each migration knows those before it. */
export const corpus: readonly CorpusMigration[] = [
  {
    name: '20240101000000_init',
    up: crlf(`\ufeff-- CreateEnum
CREATE TYPE "public"."Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "public"."User" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(120) NOT NULL,
    "name" TEXT,
    "role" "public"."Role" NOT NULL DEFAULT 'USER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Post_authorId_idx" ON "public"."Post"("authorId");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`),
    finds: [],
    // It takes no search_path into account: "User" and "public"."User" are two tables to it.
    harmless: [
      'require-concurrent-index-creation',
      'adding-foreign-key-constraint',
      'constraint-missing-not-valid',
      'syntax-error',
    ],
  },
  {
    name: '20240102000000_new_index',
    up: '-- CreateIndex\nCREATE INDEX "Post_title_idx" ON "Post"("title");\n-- the end',
    finds: ['info 1 compatible-unsaid', 'error 2 index-not-concurrent'],
  },
  {
    name: '20240103000000_comments',
    up: `-- CreateTable
CREATE TABLE "Comment" ("id" BIGSERIAL PRIMARY KEY, "postId" INTEGER NOT NULL, "text" TEXT NOT NULL);
-- CreateIndex
CREATE INDEX "Comment_postId_idx" ON "Comment"("postId");
-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE;`,
    finds: ['info 1 compatible-unsaid'],
    harmless: [
      'require-concurrent-index-creation',
      'adding-foreign-key-constraint',
      'constraint-missing-not-valid',
    ],
  },
  {
    name: '20240104000000_rename_as_prisma_writes_it',
    up: `/*
  Warnings:

  - You are about to drop the column \`name\` on the \`User\` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "User" DROP COLUMN "name",
ADD COLUMN     "displayName" TEXT;`,
    finds: ['error 8 drop-add-column'],
  },
  {
    name: '20240105000000_required',
    up: 'ALTER TABLE "User" ADD COLUMN     "country" TEXT NOT NULL,\nADD COLUMN     "token" UUID NOT NULL DEFAULT gen_random_uuid(),\nADD COLUMN     "seenAt" TIMESTAMPTZ NOT NULL DEFAULT now();',
    finds: ['error 1 required-column', 'error 2 volatile-default'],
  },
  {
    name: '20240106000000_enum_made_anew',
    up: `-- AlterEnum
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('USER', 'OWNER');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;`,
    finds: ['info 2 own-transaction', 'error 5 change-column-type'],
  },
  {
    name: '20240107000000_enum_value_used',
    up: `ALTER TYPE "Role" ADD VALUE 'GUEST';\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';`,
    finds: ['error 2 enum-value-used'],
  },
  {
    name: '20240108000000_concurrently_beside',
    up: 'ALTER TABLE "Post" ADD COLUMN "slug" TEXT;\nCREATE INDEX CONCURRENTLY "Post_slug_idx" ON "Post"("slug");',
    finds: ['info 1 compatible-unsaid', 'error 2 not-atomic'],
  },
  {
    name: '20240109000000_concurrently_alone',
    up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "Post_body_idx" ON "Post" USING gin (to_tsvector(\'english\', "body"));',
    finds: [],
  },
  {
    name: '20240110000000_wider',
    up: 'ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE VARCHAR(254);',
    finds: [],
    harmless: ['changing-column-type'],
  },
  {
    name: '20240111000000_guarded',
    up: `DO $$ BEGIN
  ALTER TABLE "Post" ADD CONSTRAINT "Post_slug_check" CHECK (length("slug") > 0);
EXCEPTION WHEN duplicate_object THEN null;
END $$;`,
    finds: ['error 2 check-not-valid'],
  },
  {
    name: '20240112000000_trigger',
    up: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $body$
BEGIN
  NEW."createdAt" := now(); -- ; a semicolon, and an 'apostrophe
  UPDATE "User" SET "country" = 'x';
  RETURN NEW;
END
$body$ LANGUAGE plpgsql;

CREATE TRIGGER "User_touch" BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();`,
    finds: [],
  },
  {
    name: '20240113000000_multi_schema',
    up: `CREATE SCHEMA IF NOT EXISTS "billing";
CREATE TABLE "billing"."User" ("id" INTEGER PRIMARY KEY);
CREATE INDEX "billing_user_idx" ON "billing"."User"("id");
CREATE INDEX "user_idx" ON "User"("id");`,
    finds: ['info 1 compatible-unsaid', 'error 4 index-not-concurrent'],
    harmless: ['require-concurrent-index-creation'],
  },
  {
    name: '20240114000000_dump',
    up: `SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
ALTER TABLE ONLY public."Post" ADD CONSTRAINT "Post_slug_key" UNIQUE ("slug");`,
    finds: ['warning 2 session-setting', 'error 3 unique-on-existing-column'],
  },
  {
    name: '20240115000000_backfill',
    up: `ALTER TABLE "Post" ADD COLUMN "words" INTEGER;
UPDATE "Post" SET "words" = array_length(string_to_array("body", ' '), 1);
ALTER TABLE "Post" ALTER COLUMN "words" SET NOT NULL;`,
    finds: ['error 2 unbatched-backfill', 'error 3 set-not-null'],
  },
  {
    name: '20240116000000_renamed_model',
    up: `DROP TABLE "Comment" CASCADE;
CREATE TABLE "Reply" ("id" BIGSERIAL PRIMARY KEY, "postId" INTEGER NOT NULL, "text" TEXT NOT NULL);`,
    finds: ['error 1 drop-add-table', 'warning 1 drop-cascade'],
  },
  {
    name: '20240117000000_allowed',
    up: `-- agora: allow drop-column because no released code has read it since 2.1
-- agora: allow drop-table because it never held a row
ALTER TABLE "User" DROP COLUMN "token";`,
    finds: ['warning 2 unused-suppression'],
  },
  {
    name: '20240118000000_broken',
    up: 'ALTER TABLE "User" ADD COLUM "x" TEXT;\nALTER TABLE "User" RENAME COLUMN "country" TO "land";\n\\unrestrict abc',
    finds: ['error 1 parse-error', 'error 2 rename-column', 'error 3 parse-error'],
  },
  {
    name: '20240119000000_keys',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("id", "authorId");
ALTER TABLE "Post" ADD CONSTRAINT "Post_reply_fkey" FOREIGN KEY ("words") REFERENCES "Reply"("id");
DROP INDEX "Post_title_idx";
ALTER TABLE "Post" RENAME TO "Article";`,
    finds: [
      'error 1 constraint-builds-index',
      'warning 1 drop-primary-key',
      'error 2 foreign-key-not-valid',
      'warning 3 drop-index-not-concurrent',
      'error 4 rename-table',
    ],
  },
  {
    name: '20240120000000_serial',
    up: 'ALTER TABLE "Reply" ADD COLUMN "number" SERIAL;\nTRUNCATE "Reply" CASCADE;\nBEGIN;\nVACUUM FULL "Reply";',
    finds: [
      'error 1 generated-column',
      'error 2 truncate',
      'error 3 own-transaction',
      'error 4 blocking-maintenance',
      'error 4 not-atomic',
      'error 4 refused-in-transaction',
      'info 4 no-transaction-missing',
    ],
  },
  {
    name: '20240121000000_safe_not_null_1',
    up: 'ALTER TABLE "User" ADD CONSTRAINT "displayName_set" CHECK ("displayName" IS NOT NULL) NOT VALID;',
    finds: [],
  },
  {
    name: '20240122000000_safe_not_null_2',
    up: 'ALTER TABLE "User" VALIDATE CONSTRAINT "displayName_set";',
    finds: ['info 1 compatible-unsaid'],
  },
  {
    name: '20240123000000_safe_not_null_3',
    up: 'ALTER TABLE "User" ALTER COLUMN "displayName" SET NOT NULL;\nALTER TABLE "User" DROP CONSTRAINT "displayName_set";',
    finds: [],
    harmless: ['adding-not-nullable-field'],
  },
  { name: '20240124000000_empty', up: '-- This is an empty migration.', finds: ['info 1 empty-migration'] },
];
