/** A schema as histories have it: names of every kind, a partitioned table, keys of several columns. */
export const INIT = `CREATE SCHEMA "crm";
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "age" INTEGER, "role" "Role" NOT NULL DEFAULT 'USER', "meta" JSON, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "authorId" TEXT, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_title_idx" ON "Post"("title");
CREATE INDEX "Post_slug_idx" ON "Post"("slug");
CREATE TABLE "crm"."Order Line" ("order" UUID NOT NULL, "no" INTEGER NOT NULL, "sum" NUMERIC(10,2), "note" TEXT, PRIMARY KEY ("order", "no"));
CREATE TABLE "keyless" ("a" INTEGER, "b" TEXT);
CREATE TABLE "event" ("id" BIGINT NOT NULL, "at" TIMESTAMPTZ NOT NULL, "kind" TEXT, "userId" TEXT) PARTITION BY RANGE ("at");
CREATE TABLE "event_2025" PARTITION OF "event" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "event_2026" PARTITION OF "event" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE "log" ("id" BIGINT NOT NULL, "at" DATE NOT NULL, "area" TEXT NOT NULL, "kind" TEXT) PARTITION BY LIST ("area");
CREATE TABLE "crm"."log eu" PARTITION OF "log" FOR VALUES IN ('eu') PARTITION BY RANGE ("at");
CREATE TABLE "log_eu_2025" PARTITION OF "crm"."log eu" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "log_rest" PARTITION OF "log" DEFAULT;
CREATE FUNCTION "shout"(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(t)';
CREATE MATERIALIZED VIEW "totals" AS SELECT "order", sum("sum") AS total FROM "crm"."Order Line" GROUP BY "order";
CREATE UNIQUE INDEX "totals_key" ON "totals"("order");
`;

/** A migration, and what becomes of it. */
export interface OnlineCase {
  readonly it: string;
  readonly up: string;
  /** What the files hold, one after the other; of a statement its beginning or a part. */
  readonly files: readonly (readonly string[])[];
  /** The statements of backfills. */
  readonly backfills?: readonly string[];
  /** Rules of what stays, or parts of the reasons. */
  readonly left?: readonly string[];
  /** Its ways back are found and proven too. */
  readonly back?: true;
}

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
      ['DROP CONSTRAINT "Post_pkey", ADD CONSTRAINT "Post_pkey" PRIMARY KEY USING INDEX "Post_pkey_new";'],
    ],
  },
  {
    it: 'indexes that go',
    up: `DROP INDEX "Post_title_idx", "Post_slug_idx";`,
    files: [['DROP INDEX CONCURRENTLY "Post_title_idx";'], ['DROP INDEX CONCURRENTLY "Post_slug_idx";']],
  },
  {
    it: 'an enum value that is used at once',
    up: `-- AlterEnum\nALTER TYPE "Role" ADD VALUE 'GUEST';\n-- AlterTable\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';`,
    files: [
      ["ADD VALUE 'GUEST';"],
      ['-- AlterTable\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT \'GUEST\';'],
    ],
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
    it: 'a foreign key of a partitioned table',
    up: `ALTER TABLE "event" ADD CONSTRAINT "event_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");`,
    files: [['NOT VALID;'], ['VALIDATE CONSTRAINT "event_userId_fkey";']],
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
    it: 'what is left, with reasons',
    up: `UPDATE "keyless" SET "a" = 1;\nUPDATE "User" SET "age" = "age" + 1;\nINSERT INTO "keyless" SELECT "age", "name" FROM "User";\nINSERT INTO "keyless" ("a", "b") SELECT "id", "title" FROM "Post";\nINSERT INTO "keyless" ("a") SELECT count(*) FROM "User" GROUP BY "email";\nINSERT INTO "Post" ("id", "title") SELECT "no", "note" FROM "crm"."Order Line" ON CONFLICT ("id") DO UPDATE SET "slug" = 'x';\nDELETE FROM "Post";\nWITH gone AS (DELETE FROM "keyless" RETURNING "a") UPDATE "User" SET "age" = 1 FROM gone WHERE gone."a" = "age";\nUPDATE "User" u SET "age" = n."age" FROM (SELECT "id", "age" + 1 AS "age" FROM "User") n WHERE n."id" = u."id";\nDO $$ BEGIN\n  IF true THEN CREATE INDEX "User_name_idx" ON "User"("name"); END IF;\nEND $$;`,
    files: [],
    left: [
      'primary key',
      'no query tells',
      'does not name the columns',
      'no mark of their own',
      'GROUP BY',
      'DO UPDATE',
      'every row',
      'WITH changes rows',
      'no query tells',
      'DO block',
    ],
  },
  {
    it: 'rows that are copied: into a new table, along a part of a join, and where a key may refuse them',
    up: `CREATE TABLE "Profile" ("id" TEXT NOT NULL, "user" TEXT NOT NULL, "mail" TEXT, "role" "Role", "at" TIMESTAMP(3) NOT NULL, "doc" JSON, CONSTRAINT "Profile_pkey" PRIMARY KEY ("id"));
-- one each
INSERT INTO "Profile" ("id", "user", "mail", "role", "at", "doc") (
SELECT gen_random_uuid(), u."id", -- of the user
  lower(u."email") AS mail, 'USER', NOW(), u."meta"
FROM "User" u LEFT JOIN "Post" p ON p."authorId" = u."id" AND p."id" < 0
WHERE u."email" <> 'a
b' OR extract(year FROM now()) > 1);
CREATE UNIQUE INDEX "Profile_user_key" ON "Profile"("user");
INSERT INTO "Profile" ("id", "user", "at") SELECT "id", "id", CURRENT_TIMESTAMP FROM "User" ON CONFLICT DO NOTHING;
INSERT INTO "Post" ("id", "title") SELECT "no" + 1000, 'of an order' FROM "crm"."Order Line" ORDER BY 1 ON CONFLICT ("id") DO NOTHING;`,
    files: [['CREATE TABLE "Profile"', '-- one each'], [], ['CREATE UNIQUE INDEX CONCURRENTLY'], []],
    backfills: [
      `FROM "Profile") AS agora_made WHERE agora_made.agora_1 = (u."id")::text AND agora_made.agora_2 IS NOT DISTINCT FROM (lower(u."email"))::text`,
      '-- agora: backfill "crm"."Order Line" by ("order", "no")',
      'WHERE :batch\nON CONFLICT DO NOTHING;',
    ],
  },
  {
    it: 'WITH, RETURNING and a DO block that holds plain statements',
    up: `WITH first AS (SELECT "authorId" AS a, min("title") AS t FROM "Post" GROUP BY 1)
UPDATE "User" SET "name" = first.t FROM first WHERE first.a = "User"."id" RETURNING "User"."id";
DO LANGUAGE plpgsql $do$
BEGIN
  -- for logins
  CREATE INDEX "User_email_idx" ON "User"("email");
  DELETE FROM "Post" WHERE "slug" IS NULL;
END;
$do$;`,
    files: [[], [], ['CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");']],
    backfills: [
      '-- agora: done when WITH first AS (SELECT',
      'DELETE FROM "Post" WHERE ("slug" IS NULL) AND :batch;',
    ],
  },
  {
    it: 'a required column without a value for the rows that are there',
    up: `ALTER TABLE "crm"."Order Line" ADD COLUMN "country" TEXT NOT NULL, ADD COLUMN "n" INTEGER;`,
    files: [
      ['ADD COLUMN "country" TEXT;', 'ADD COLUMN "n" INTEGER;'],
      [
        '-- Rows that are there need a value first: UPDATE "crm"."Order Line" SET "country" = ...',
        'CHECK ("country" IS NOT NULL) NOT VALID;',
      ],
      ['VALIDATE CONSTRAINT "Order Line_country_is_set";'],
      ['ALTER COLUMN "country" SET NOT NULL;'],
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
    it: 'rows that change, in the order of before',
    up: `ALTER TABLE "Post" ADD COLUMN "words" INTEGER;
-- how long it is
UPDATE "Post" p SET "words" = length(p."title"), "slug" = lower(u."email") FROM "User" u WHERE u."id" = p."authorId" OR u."id" IS NOT DISTINCT FROM p."slug";
UPDATE "Post" SET "words" = 0 WHERE "words" IS NULL;
ALTER TABLE "Post" ALTER COLUMN "words" SET NOT NULL;
UPDATE "crm"."Order Line" SET "note" = trim("note"), "sum" = 1;
UPDATE "User" SET "meta" = '{}';`,
    files: [
      ['ADD COLUMN "words" INTEGER;'],
      [],
      [],
      [],
      ['CHECK ("words" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT "Post_words_is_set";'],
      ['ALTER COLUMN "words" SET NOT NULL;'],
    ],
    backfills: [
      '"slug" = lower(u."email") FROM "User" u WHERE (u."id" = p."authorId" OR u."id" IS NOT DISTINCT FROM p."slug") AND :batch;',
      'UPDATE "Post" SET "words" = 0 WHERE ("words" IS NULL) AND :batch;',
      '-- agora: backfill "crm"."Order Line" by ("order", "no")',
      `"User"."meta"::text IS DISTINCT FROM ('{}')::text`,
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
      ['CREATE TYPE "Kind"'],
      ['ADD COLUMN "agora_new_age" bigint;'],
      ['-- agora: expands type "User".age'],
      ['SET DATA TYPE "Kind"'],
      [],
      ['-- agora: expands type "Post"."authorId"'],
      ['CREATE FUNCTION nothing()'],
    ],
    backfills: ['UPDATE "User"', 'UPDATE "Post"'],
    left: ['does not exist before this migration'],
  },
  {
    it: 'rows along a key that the same file makes',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey";\nALTER TABLE "Post" ADD COLUMN "uid" TEXT NOT NULL DEFAULT md5(random()::text || 'x');\nALTER TABLE "Post" ADD CONSTRAINT "Post_uid_key" PRIMARY KEY ("uid");\nUPDATE "Post" SET "slug" = "title" WHERE "slug" IS NULL;`,
    files: [
      ['DROP CONSTRAINT "Post_pkey";'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_uid_key"'],
      ['PRIMARY KEY USING INDEX "Post_uid_key";'],
    ],
    backfills: ['-- agora: backfill "Post" by ("uid")'],
    left: ['the key cannot stay', 'give it a primary key'],
  },
  {
    it: 'what stands between BEGIN and COMMIT, and what stands beside it',
    up: `CREATE INDEX "User_email_idx" ON "User"("email");\n-- AlterEnum\nBEGIN;\nCREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN', 'GUEST');\nALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;\nALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");\nALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";\nDROP TYPE "Role_old";\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';\nCOMMIT;\nDROP INDEX "Post_slug_idx";`,
    files: [
      [`-- AlterEnum\nALTER TYPE "Role" ADD VALUE 'GUEST';`],
      ['CREATE INDEX CONCURRENTLY'],
      ['DROP INDEX CONCURRENTLY'],
      [`ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';`],
    ],
  },
  {
    it: 'an enum that is made anew without a value, with the columns that have it',
    up: `UPDATE "User" SET "role" = 'USER' WHERE "role" = 'ADMIN';\n-- AlterEnum\nBEGIN;\nCREATE TYPE "public"."Role_new" AS ENUM ('USER', 'GUEST');\nALTER TABLE "public"."User" ALTER COLUMN "role" DROP DEFAULT;\nALTER TABLE "User" ALTER COLUMN "role" TYPE "public"."Role_new" USING ("role"::text::"public"."Role_new");\nALTER TYPE "public"."Role" RENAME TO "Role_old";\nALTER TYPE "public"."Role_new" RENAME TO "Role";\nDROP TYPE "public"."Role_old";\nALTER TABLE "public"."User" ALTER COLUMN "role" SET DEFAULT 'GUEST';\nCOMMIT;`,
    files: [
      [],
      ['CREATE TYPE "public"."Role_new" AS ENUM (\'USER\', \'GUEST\');', 'ADD COLUMN "agora_new_role"'],
      ['CHECK ("agora_new_role" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT'],
      [
        '-- agora: expands type public."User".role keeping agora_old_role, then drops "public"."Role_old"',
        'ALTER TYPE "public"."Role" RENAME TO "Role_old";\nALTER TYPE "public"."Role_new" RENAME TO "Role";\nCREATE FUNCTION',
      ],
    ],
    backfills: ['UPDATE "User" SET "role"', 'UPDATE "public"."User" SET "agora_new_role"'],
  },
  {
    it: 'an enum that becomes text, and whose type goes',
    up: `ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;\nALTER TABLE "User" ALTER COLUMN "role" TYPE TEXT;\n-- DropEnum\nDROP TYPE "Role" CASCADE;`,
    files: [
      ['ALTER COLUMN "role" DROP DEFAULT;'],
      ['ADD COLUMN "agora_new_role" text'],
      ['CHECK'],
      ['VALIDATE CONSTRAINT'],
      ['-- agora: expands type "User".role keeping agora_old_role, then drops "Role"'],
    ],
    backfills: ['UPDATE "User" SET "agora_new_role"'],
    back: true,
  },
  {
    it: 'a key whose column goes',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", DROP COLUMN "id", ADD COLUMN "uid" TEXT NOT NULL, ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("uid");`,
    files: [
      ['DROP CONSTRAINT "Post_pkey"', 'ADD COLUMN "uid" TEXT;'],
      ['-- Rows that are there need a value first', 'CHECK ("uid" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT "Post_uid_is_set";'],
      ['ALTER COLUMN "uid" SET NOT NULL;'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_pkey"'],
      ['ADD CONSTRAINT "Post_pkey" PRIMARY KEY USING INDEX "Post_pkey";'],
    ],
    left: ['its column goes', 'parked'],
  },
];
