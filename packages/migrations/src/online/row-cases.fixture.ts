import type { OnlineCase } from './case.fixture.ts';

/** Rows that change, and enums. */
export const ROW_CASES: readonly OnlineCase[] = [
  {
    it: 'an enum value that is used at once',
    up: `-- AlterEnum\nALTER TYPE "Role" ADD VALUE 'GUEST';\n-- AlterTable\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';`,
    files: [
      ["ADD VALUE 'GUEST';"],
      ['-- AlterTable\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT \'GUEST\';'],
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
      'every row goes',
      'every row',
      'every row goes',
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
    it: 'rows that are copied by what their key tells, and where the query leaves out those that are there',
    up: `CREATE TABLE "Env" ("id" TEXT NOT NULL, "second" TEXT NOT NULL, CONSTRAINT "Env_pkey" PRIMARY KEY ("id"));
INSERT INTO "Env" ("id", "second") SELECT gen_random_uuid(), 'post_' || p."id" FROM "Post" p;
INSERT INTO "keyless" ("a", "b") SELECT e."no", md5(random()::text || e."order") FROM "crm"."Order Line" e WHERE NOT EXISTS (SELECT FROM "keyless" k WHERE k."a" = e."no" AND k."b" = e."order"::text);
INSERT INTO "keyless" ("a", "b") SELECT "id", gen_random_uuid() FROM "Post" WHERE "id" NOT IN (SELECT "a" FROM "keyless" WHERE "a" IS NOT NULL) AND "id" > 1;`,
    files: [['CREATE TABLE "Env"', 'INSERT INTO "keyless" ("a", "b") SELECT e."no"'], []],
    backfills: [
      'WHERE agora_made.agora_1 = (\'post_\' || p."id")::text)',
      'agora_made.agora_1 = ("id")::integer) AND :batch;',
    ],
    left: ['no mark of their own'],
  },
  {
    it: 'a temporary table becomes one of the change; a type goes after its column, whose index goes before it',
    up: `CREATE TEMPORARY TABLE gone AS SELECT "id" FROM "Post" WHERE "slug" IS NULL;\nDELETE FROM "Post" WHERE "id" IN (SELECT "id" FROM gone);\nDROP TABLE gone;\nDROP INDEX "Role_idx";\nALTER TABLE "keyless" DROP COLUMN "c";\nDROP TYPE "Mood";`,
    files: [
      ['CREATE TABLE gone AS SELECT "id"'],
      ['DROP INDEX CONCURRENTLY "Role_idx";'],
      ['DROP COLUMN "c";', 'DROP TYPE "Mood";'],
      ['-- agora: allow drop-table because', 'DROP TABLE gone;'],
    ],
    backfills: ['DELETE FROM "Post" WHERE ("id" IN (SELECT "id" FROM gone)) AND :batch;'],
    left: ['parked'],
  },
  {
    it: 'rows copied under a mark in a new column, and under a key of the other table; a temporary table that nobody drops',
    filled: true,
    up: `CREATE LOCAL TEMP TABLE "pairs" ("of" INTEGER NOT NULL, "made" TEXT NOT NULL) ON COMMIT PRESERVE ROWS;
INSERT INTO "pairs" ("of", "made") SELECT "id", 'made ' || md5("id"::text) FROM "Post";
ALTER TABLE "User" ADD COLUMN "postId" INTEGER;
INSERT INTO "User" ("id", "email", "postId") SELECT gen_random_uuid()::text, "title", "id" FROM "Post";
CREATE TABLE "Draft" ("id" TEXT PRIMARY KEY, "title" TEXT);
INSERT INTO "Draft" ("id", "title") SELECT pairs."made", p."title" FROM "Post" p JOIN "pairs" ON pairs."of" = p."id";`,
    files: [
      ['CREATE TABLE "pairs"', 'ADD COLUMN "postId" INTEGER;'],
      [],
      [],
      ['-- agora: allow drop-table because', 'DROP TABLE "pairs";'],
    ],
    backfills: [
      'INSERT INTO "pairs"',
      'INSERT INTO "User"',
      // The key is found by an index; the title is compared, or another row with this key would count as this one.
      'agora_made.agora_1 = (pairs."made")::text AND agora_made.agora_2 IS NOT DISTINCT FROM (p."title")::text',
    ],
  },
  {
    it: 'a column of the change that takes the name of another, which goes',
    filled: true,
    up: `ALTER TABLE "Post" ADD COLUMN "slug_new" TEXT;
UPDATE "Post" SET "slug_new" = lower("slug");
ALTER TABLE "Post" DROP COLUMN "slug";
ALTER TABLE "Post" RENAME COLUMN "slug_new" TO "slug";
CREATE INDEX "Post_slug_idx" ON "Post"("slug");`,
    files: [
      ['ADD COLUMN "slug_new" TEXT;'],
      ['-- agora: allow rename-column because', 'DROP COLUMN "slug";', 'RENAME COLUMN "slug_new" TO "slug";'],
      ['CREATE INDEX CONCURRENTLY "Post_slug_idx"'],
    ],
    backfills: ['UPDATE "Post" SET "slug_new" = lower("slug") WHERE'],
    left: ['parked'],
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
    it: 'rows that change by a column of the same name in another table, and by their own day',
    up: `UPDATE "User" SET "name" = (SELECT "name" FROM "crm"."Resource" r WHERE r."id" = "User"."id");
ALTER TABLE "User" ADD COLUMN "seen" TIMESTAMP(3);
UPDATE "User" SET "seen" = date_trunc('day', "seen") WHERE "age" > 0;
UPDATE "User" SET "age" = (SELECT max(u."age") FROM "User" u) WHERE "role" = 'ADMIN';`,
    files: [['ADD COLUMN "seen"'], [], []],
    backfills: ['SET "name" = (SELECT', `date_trunc('day', "seen")`],
    left: ['run again it would change rows again'],
  },
  {
    it: 'rows that change, in the order of before',
    up: `ALTER TABLE "Post" ADD COLUMN "words" INTEGER;
-- how long it is
UPDATE "Post" p SET "words" = length(p."title"), "slug" = lower(u."email") FROM "User" u WHERE u."id" = p."authorId" OR u."id" IS NOT DISTINCT FROM p."slug";
UPDATE "Post" SET "words" = 0 WHERE "words" IS NULL;
ALTER TABLE "Post" ALTER COLUMN "words" SET NOT NULL;
UPDATE "crm"."Order Line" SET "note" = trim("note"), "sum" = "no" / 3.0;
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
      `IS DISTINCT FROM ("no" / 3.0)::numeric(10,2)))`,
      `"User"."meta"::text IS DISTINCT FROM ('{}')::text`,
    ],
  },
  {
    it: 'rows that change by several others, and by a column that changes with them',
    up: `UPDATE "User" u SET "name" = p."title" FROM "Post" p WHERE p."authorId" = u."id";
UPDATE "User" u SET "name" = p."title" FROM "Post" p WHERE p."id" = u."age";
UPDATE "Post" SET "title" = coalesce("slug", ''), "slug" = "title";`,
    files: [[], [], ['UPDATE "Post" SET "title"']],
    backfills: [
      `AND NOT EXISTS (SELECT FROM "Post" p WHERE (p."authorId" = u."id") AND "u"."name" IS NOT DISTINCT FROM (p."title"))`,
      `SELECT NOT EXISTS (SELECT FROM "User" AS "u", "Post" p WHERE (p."id" = u."age") AND "u"."name" IS DISTINCT FROM (p."title"))\n`,
    ],
    left: ['run again it would change rows again'],
  },
  {
    it: 'rows that go by what their own table says: duplicates, but none that others decide',
    up: `DELETE FROM "Post" a USING "Post" b WHERE a."slug" = b."slug" AND a."id" > b."id";
DELETE FROM "Post" WHERE "id" NOT IN (SELECT min("id") FROM "Post" GROUP BY "title");
DELETE FROM "Post" WHERE "id" IN (SELECT "id" FROM (SELECT "id", row_number() OVER (PARTITION BY "title" ORDER BY "id") AS n FROM "Post") numbered WHERE n > 1);
DELETE FROM "Post" WHERE length("title") > (SELECT avg(length("title")) FROM "Post");
UPDATE "User" SET "age" = 0 WHERE "age" > (SELECT avg("age") FROM "User");`,
    files: [['UPDATE "User" SET "age" = 0'], [], [], ['DELETE FROM "Post" WHERE length("title")']],
    backfills: ['a."id" > b."id") AND :batch', 'NOT IN (SELECT min("id")', 'WHERE n > 1)) AND :batch'],
    left: ['run again it would change rows again', 'which rows go depends on others that go'],
  },
  {
    it: 'rows of a domain that rounds, told from those that have the value already',
    filled: true,
    up: `CREATE DOMAIN "cents" AS NUMERIC(9,2);\nCREATE DOMAIN "price" AS "cents";\nALTER TABLE "Post" ADD COLUMN "price" "price";\nUPDATE "Post" SET "price" = abs("id") / 3.0;`,
    files: [['CREATE DOMAIN "cents"', 'ADD COLUMN "price" "price";']],
    backfills: ['IS DISTINCT FROM (abs("id") / 3.0)::numeric(9,2)'],
  },
  {
    it: 'a new column of a domain with a constraint',
    up: `CREATE DOMAIN "positive" AS INTEGER CHECK (VALUE > 0);
ALTER TABLE "User" ADD COLUMN "rank" "positive" NOT NULL DEFAULT 5;
SET LOCAL search_path = crm;`,
    files: [],
    left: ['settings of its session'],
  },
  {
    it: 'rows along a key that the same file makes',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey";\nALTER TABLE "Post" ADD COLUMN "uid" TEXT NOT NULL DEFAULT md5(random()::text || 'x');\nALTER TABLE "Post" ADD CONSTRAINT "Post_uid_key" PRIMARY KEY ("uid");\nUPDATE "Post" SET "slug" = "title" WHERE "slug" IS NULL;`,
    files: [
      ['ADD COLUMN "uid" TEXT;', 'SET DEFAULT md5'],
      ['CHECK ("uid" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT'],
      ['SET NOT NULL;'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_uid_key"'],
      ['DROP CONSTRAINT "Post_pkey";', 'PRIMARY KEY USING INDEX "Post_uid_key";'],
    ],
    backfills: ['-- agora: backfill "Post" by ("id")', '-- agora: backfill "Post" by ("uid")'],
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
    up: `-- AlterEnum\nBEGIN;\nCREATE TYPE "public"."Role_new" AS ENUM ('USER', 'GUEST');\nALTER TABLE "public"."User" ALTER COLUMN "role" DROP DEFAULT;\nALTER TABLE "User" ALTER COLUMN "role" TYPE "public"."Role_new" USING ("role"::text::"public"."Role_new");\nALTER TYPE "public"."Role" RENAME TO "Role_old";\nALTER TYPE "public"."Role_new" RENAME TO "Role";\nDROP TYPE "public"."Role_old";\nALTER TABLE "public"."User" ALTER COLUMN "role" SET DEFAULT 'GUEST';\nCOMMIT;`,
    filled: true,
    files: [
      ['CREATE TYPE "public"."Role_new" AS ENUM (\'USER\', \'GUEST\');', 'ADD COLUMN "agora_new_role"'],
      ['CHECK ("agora_new_role" IS NOT NULL) NOT VALID;'],
      ['VALIDATE CONSTRAINT'],
      [
        '-- agora: expands type public."User".role keeping agora_old_role, then drops "public"."Role_old"',
        'ALTER TYPE "public"."Role" RENAME TO "Role_old";\nALTER TYPE "public"."Role_new" RENAME TO "Role";\nCREATE FUNCTION',
      ],
    ],
    backfills: ['UPDATE "public"."User" SET "agora_new_role"'],
  },
  {
    it: 'an enum that becomes text, and whose type goes',
    up: `ALTER TABLE "User" ALTER COLUMN "role" TYPE TEXT;\n-- DropEnum\nDROP TYPE "Role" CASCADE;`,
    files: [
      ['ADD COLUMN "agora_new_role" text'],
      ['CHECK'],
      ['VALIDATE CONSTRAINT'],
      ['-- agora: expands type "User".role keeping agora_old_role, then drops "Role"'],
    ],
    backfills: ['UPDATE "User" SET "agora_new_role"'],
    back: true,
  },
];
