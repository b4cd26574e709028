import type { OnlineCase } from './case.fixture.ts';
import { PAIR_CASES } from './pair-cases.fixture.ts';
import { ROW_CASES } from './row-cases.fixture.ts';

export const CASES: readonly OnlineCase[] = [
  {
    it: 'indexes, with their comments',
    up: `-- CreateIndex\nCREATE INDEX "User_email_idx" ON "User"("email"); -- for logins\n/* by slug */\nCREATE UNIQUE INDEX "Post_slug_key" ON "Post"("slug" DESC) WHERE "slug" <> '';\n-- the end`,
    files: [
      ['-- CreateIndex\nCREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email"); -- for logins'],
      ['/* by slug */\nCREATE UNIQUE INDEX CONCURRENTLY "Post_slug_key"', '-- the end'],
    ],
  },
  {
    it: 'statements that refuse a transaction beside others: each in a file of its own',
    up: `DROP INDEX CONCURRENTLY IF EXISTS "Post_old_idx";\nALTER TABLE "Post" ADD COLUMN "n" INTEGER;\n-- newest first\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "Post_n_idx" ON "Post"("n" DESC);\nCREATE INDEX CONCURRENTLY "Post_slug_n_idx" ON "Post"("slug");`,
    files: [
      ['DROP INDEX CONCURRENTLY IF EXISTS "Post_old_idx";'],
      ['CREATE INDEX CONCURRENTLY "Post_slug_n_idx" ON "Post"("slug");'],
      ['ADD COLUMN "n" INTEGER;'],
      ['-- newest first\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "Post_n_idx" ON "Post"("n" DESC);'],
    ],
  },
  {
    it: 'a foreign key beside other changes; a drop stays',
    back: true,
    up: `-- AlterTable\nALTER TABLE "User" DROP COLUMN "age",\nADD COLUMN "bio" TEXT;\n\n-- AddForeignKey\nALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
    files: [
      [
        '-- AlterTable\nALTER TABLE "User" DROP COLUMN "age",\nADD COLUMN "bio" TEXT;',
        '-- AddForeignKey\nALTER TABLE "Post" ADD CONSTRAINT',
        'NOT VALID;',
      ],
      ['VALIDATE CONSTRAINT "Post_authorId_fkey";'],
    ],
    left: ['parked'],
  },
  {
    it: 'checks and keys without a name, in one statement',
    up: `ALTER TABLE "crm"."Order Line" ADD CHECK ("sum" > 0), ADD CHECK ("sum" < "no"), ADD UNIQUE ("note"), ADD COLUMN "x" INT DEFAULT 1;`,
    files: [
      [
        'ADD CONSTRAINT "Order Line_sum_check" CHECK ("sum" > 0) NOT VALID;',
        'ADD CONSTRAINT "Order Line_check"',
        'ADD COLUMN "x" INT DEFAULT 1;',
      ],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Order Line_note_key" ON "crm"."Order Line" ("note");'],
      ['VALIDATE CONSTRAINT "Order Line_sum_check";', 'VALIDATE CONSTRAINT "Order Line_check";'],
      ['ADD CONSTRAINT "Order Line_note_key" UNIQUE USING INDEX "Order Line_note_key";'],
    ],
  },
  {
    it: 'SET NOT NULL',
    up: `ALTER TABLE "Post" ALTER COLUMN "slug" SET NOT NULL, ADD COLUMN "n" INTEGER;`,
    files: [
      ['CHECK ("slug" IS NOT NULL) NOT VALID;', 'ADD COLUMN "n" INTEGER;'],
      ['VALIDATE CONSTRAINT "Post_slug_is_set";'],
      ['ALTER COLUMN "slug" SET NOT NULL;', 'DROP CONSTRAINT "Post_slug_is_set";'],
    ],
  },
  {
    it: 'another primary key, of a column that may be NULL',
    back: true,
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey",\nADD CONSTRAINT "Post_pkey" PRIMARY KEY ("id", "slug");`,
    files: [
      ['CHECK ("slug" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT'],
      ['ALTER COLUMN "slug" SET NOT NULL;'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_pkey_new"'],
      ['DROP CONSTRAINT "Post_pkey";', 'ADD CONSTRAINT "Post_pkey" PRIMARY KEY USING INDEX "Post_pkey_new";'],
    ],
  },
  {
    it: 'indexes that go',
    up: `DROP INDEX "Post_title_idx", "Post_slug_idx";`,
    files: [['DROP INDEX CONCURRENTLY "Post_title_idx";'], ['DROP INDEX CONCURRENTLY "Post_slug_idx";']],
  },
  {
    it: 'what looks at the rows of a new column',
    up: `BEGIN;\nALTER TABLE "User" ADD COLUMN "boss" TEXT DEFAULT NULL REFERENCES "User"("id") ON DELETE SET NULL DEFERRABLE, ADD COLUMN "y" INTEGER DEFAULT 5 CHECK ("y" > 1), ADD COLUMN "code" TEXT UNIQUE;\nCOMMIT;`,
    files: [
      [
        'ADD COLUMN "boss" TEXT DEFAULT NULL;',
        'FOREIGN KEY ("boss") REFERENCES "User"("id") ON DELETE SET NULL DEFERRABLE NOT VALID;',
        'ADD COLUMN "code" TEXT;',
      ],
      ['CREATE UNIQUE INDEX CONCURRENTLY "User_code_key"'],
      ['VALIDATE CONSTRAINT "User_boss_fkey";', 'VALIDATE CONSTRAINT "User_y_check";'],
      ['ADD CONSTRAINT "User_code_key" UNIQUE USING INDEX "User_code_key";'],
    ],
  },
  {
    it: 'an index and a key of a partitioned table',
    up: `CREATE INDEX "event_kind_idx" ON "event"("kind", lower("kind"));\nALTER TABLE "event" ADD CONSTRAINT "event_pkey" PRIMARY KEY ("id", "at");`,
    files: [
      [
        'CREATE INDEX "event_kind_idx" ON ONLY "event"("kind", lower("kind"));',
        'ALTER TABLE ONLY "event" ADD CONSTRAINT "event_pkey" PRIMARY KEY ("id", "at");',
      ],
      [
        'CREATE INDEX CONCURRENTLY "event_2025_kind_lower_idx" ON "public"."event_2025"("kind", lower("kind"));',
      ],
      ['CREATE INDEX CONCURRENTLY "event_2026_kind_lower_idx"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "event_2025_pkey"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "event_2026_pkey"'],
      [
        'ATTACH PARTITION "public"."event_2025_kind_lower_idx";',
        'ADD CONSTRAINT "event_2026_pkey" PRIMARY KEY USING INDEX',
        'ATTACH PARTITION "public"."event_2026_pkey";',
      ],
    ],
  },
  {
    it: 'an index and a key of partitions that are partitioned themselves',
    up: `CREATE INDEX "log_kind_idx" ON "log"("kind");\nALTER TABLE "log" ADD CONSTRAINT "log_key" UNIQUE ("id", "at", "area");`,
    files: [
      [
        'CREATE INDEX "log_kind_idx" ON ONLY "log"("kind");',
        'CREATE INDEX "log eu_kind_idx" ON ONLY "crm"."log eu"("kind");',
        'ALTER TABLE ONLY "crm"."log eu" ADD CONSTRAINT "log eu_id_at_area_key" UNIQUE',
      ],
      ['CREATE INDEX CONCURRENTLY "log_eu_2025_kind_idx"'],
      ['CREATE INDEX CONCURRENTLY "log_rest_kind_idx"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "log_eu_2025_id_at_area_key"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "log_rest_id_at_area_key"'],
      [
        'ALTER INDEX "crm"."log eu_kind_idx" ATTACH PARTITION "public"."log_eu_2025_kind_idx";',
        'ALTER INDEX "log_key" ATTACH PARTITION "crm"."log eu_id_at_area_key";',
      ],
    ],
  },
  {
    it: 'an index and a key of partitions whose names differ only where PostgreSQL cuts them',
    up: `CREATE INDEX "by_temperature" ON "measurements of the weather stations in the mountains"("temperature");\nALTER TABLE "measurements of the weather stations in the mountains" ADD UNIQUE ("id", "at");`,
    files: [
      ['ON ONLY "measurements of the weather stations in the mountains"("temperature");'],
      ['CONCURRENTLY "measurements of the weather stations in the mou_temperature_idx"'],
      ['CONCURRENTLY "measurements of the weather stations in the mo_temperature_idx1"'],
      ['_id_at_key1" ON'],
      ['_id_at_key2" ON'],
      ['ATTACH PARTITION'],
    ],
  },
  {
    it: 'a foreign key of a partitioned table',
    up: `ALTER TABLE "event" ADD CONSTRAINT "event_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");`,
    files: [['NOT VALID;'], ['VALIDATE CONSTRAINT "event_userId_fkey";']],
    before18: [
      ['"event_2025" ADD CONSTRAINT "event_userId_fkey"', '"event_2026" ADD CONSTRAINT', 'NOT VALID;'],
      ['"event_2025" VALIDATE CONSTRAINT "event_userId_fkey";', '"event_2026" VALIDATE CONSTRAINT'],
      ['-- agora: allow foreign-key-not-valid because', 'ALTER TABLE "event" ADD CONSTRAINT'],
    ],
  },
  {
    it: 'maintenance; CLUSTER stays',
    up: `REINDEX INDEX "Post_title_idx";\nREFRESH MATERIALIZED VIEW "totals";\nCLUSTER "Post" USING "Post_pkey";`,
    files: [
      ['REINDEX INDEX CONCURRENTLY "Post_title_idx";'],
      ['REFRESH MATERIALIZED VIEW CONCURRENTLY "totals";'],
      ['CLUSTER "Post"'],
    ],
    left: ['REPACK'],
  },
  {
    it: 'nothing that is new',
    up: `CREATE TABLE "Tag" ("id" TEXT NOT NULL, "postId" INTEGER NOT NULL, PRIMARY KEY ("id"));\nCREATE INDEX "Tag_postId_idx" ON "Tag"("postId");\nALTER TABLE "Tag" ADD CONSTRAINT "Tag_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id");`,
    files: [],
  },
  {
    it: 'a new table that points at a key which is being built',
    up: `CREATE UNIQUE INDEX "User_email_key" ON "User"("email");\nCREATE TABLE "Login" ("email" TEXT NOT NULL, "at" TIMESTAMPTZ, PRIMARY KEY ("email"));\nALTER TABLE "Login" ADD CONSTRAINT "Login_email_fkey" FOREIGN KEY ("email") REFERENCES "User"("email");\nCREATE INDEX "Login_at_idx" ON "Login"("at");`,
    files: [
      ['CREATE TABLE "Login"', 'CREATE INDEX "Login_at_idx"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "User_email_key"'],
      ['FOREIGN KEY ("email") REFERENCES "User"("email") NOT VALID;'],
      ['VALIDATE CONSTRAINT "Login_email_fkey";'],
    ],
  },
  {
    it: 'what was allowed by name',
    up: `-- agora: allow index-not-concurrent because the table is small\n-- agora: lock-timeout 1s\nCREATE INDEX "User_email_idx" ON "User"("email");\nALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0);`,
    files: [
      [
        '-- agora: allow index-not-concurrent',
        '-- agora: lock-timeout 1s',
        'CREATE INDEX "User_email_idx"',
        'NOT VALID;',
      ],
      ['-- agora: lock-timeout 1s\n-- 20240102000000_change, step 2 of 2: ', 'VALIDATE CONSTRAINT "c";'],
    ],
  },
  {
    it: 'a file that sets time-outs',
    up: `-- Slow\nBEGIN;\nSET lock_timeout = '5s';\nSET LOCAL statement_timeout TO '1min';\nCREATE INDEX "User_email_idx" ON "User"("email");\nALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0);\nRESET lock_timeout;\nCOMMIT;`,
    files: [
      ["SET lock_timeout = '5s';\nSET LOCAL statement_timeout TO '1min';\n\nALTER TABLE", 'NOT VALID;'],
      ['-- Slow\nCREATE INDEX CONCURRENTLY'],
      ["SET lock_timeout = '5s';", 'VALIDATE CONSTRAINT "c";'],
    ],
  },
  {
    it: 'a file that changes its time-outs on the way',
    up: `SET lock_timeout = '5s';\nALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0);\nSET lock_timeout = '1s';\nSELECT 1;`,
    files: [],
    left: ['settings of its session'],
  },
  {
    it: 'a file that changes its session',
    up: `SET search_path = crm;\nCREATE INDEX "note_idx" ON "Order Line"("note");`,
    files: [],
    left: ['settings of its session'],
  },
  {
    it: 'a default for each row, and a number for each row',
    up: `ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN "no" SERIAL;`,
    files: [
      [
        'ADD COLUMN "token" UUID;',
        'SET DEFAULT gen_random_uuid();',
        'CREATE SEQUENCE "User_no_seq" AS integer;',
      ],
      [],
      [
        '-- agora: after backfill ',
        'CHECK ("token" IS NOT NULL) NOT VALID;',
        'CHECK ("no" IS NOT NULL) NOT VALID;',
      ],
      ['VALIDATE CONSTRAINT "User_token_is_set";', 'VALIDATE CONSTRAINT "User_no_is_set";'],
      ['ALTER COLUMN "token" SET NOT NULL;', 'ALTER COLUMN "no" SET NOT NULL;'],
    ],
    backfills: [
      'UPDATE "User" SET "token" = DEFAULT WHERE "token" IS NULL AND :batch;',
      'UPDATE "User" SET "no" = DEFAULT WHERE "no" IS NULL AND :batch;',
    ],
  },
  {
    it: 'a rename beside an index: both names serve',
    back: true,
    up: `-- RenameColumn\nALTER TABLE "User" RENAME COLUMN "name" TO "displayName";\n-- CreateIndex\nCREATE INDEX "Post_id_slug_idx" ON "Post"("id", "slug");`,
    files: [
      ['-- agora: expands column "User".name as "displayName"'],
      ['-- CreateIndex\nCREATE INDEX CONCURRENTLY "Post_id_slug_idx"'],
    ],
    backfills: ['UPDATE "User" SET "displayName" = "name" WHERE'],
  },
  {
    it: 'a change of type beside others',
    up: `ALTER TABLE "User" ADD COLUMN "n" INTEGER,\nALTER COLUMN "age" SET DATA TYPE BIGINT;`,
    files: [
      ['ADD COLUMN "n" INTEGER;'],
      ['ADD COLUMN "agora_new_age" bigint;'],
      ['-- agora: expands type "User".age'],
    ],
    backfills: ['UPDATE "User" SET'],
  },
  {
    it: 'changes of type in two tables, and of a type that is new',
    up: `CREATE TYPE "Kind" AS ENUM ('a');\nALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE BIGINT;\nALTER TABLE "crm"."Order Line" ALTER COLUMN "note" SET DATA TYPE "Kind" USING "note"::"Kind";\nALTER TABLE "Post" ALTER COLUMN "authorId" TYPE VARCHAR(30);\nCREATE FUNCTION nothing() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    files: [
      ['CREATE TYPE "Kind"', 'SET DATA TYPE "Kind"'],
      ['ADD COLUMN "agora_new_age" bigint;'],
      ['-- agora: expands type "User".age'],
      [],
      ['-- agora: expands type "Post"."authorId"'],
      ['CREATE FUNCTION nothing()'],
    ],
    backfills: ['UPDATE "User"', 'UPDATE "Post"'],
    left: ['does not exist before this migration'],
  },
  {
    it: 'a key whose column goes',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", DROP COLUMN "id", ADD COLUMN "uid" TEXT NOT NULL, ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("uid");`,
    files: [
      ['ADD COLUMN "uid" TEXT;'],
      ['-- Rows that are there need a value first', 'CHECK ("uid" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT "Post_uid_is_set";'],
      ['ALTER COLUMN "uid" SET NOT NULL;'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_pkey_new"'],
      [
        'DROP CONSTRAINT "Post_pkey",\nDROP COLUMN "id";',
        'ADD CONSTRAINT "Post_pkey" PRIMARY KEY USING INDEX "Post_pkey_new";',
      ],
    ],
    left: ['parked'],
  },
  {
    it: 'an index that goes before its column, of a table that was called otherwise',
    up: `DROP INDEX "crm"."team_name";\nALTER TABLE "crm"."Resource" DROP COLUMN "team", ALTER COLUMN "project" SET NOT NULL;`,
    files: [
      ['CHECK ("project" IS NOT NULL) NOT VALID;'],
      ['DROP INDEX CONCURRENTLY "crm"."team_name";'],
      ['VALIDATE CONSTRAINT'],
      ['DROP COLUMN "team";', 'SET NOT NULL;'],
    ],
    left: ['parked'],
  },
  ...ROW_CASES,
  ...PAIR_CASES,
];
