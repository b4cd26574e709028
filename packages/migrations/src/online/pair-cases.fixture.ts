import type { OnlineCase } from './case.fixture.ts';

/** Statements of which one takes away what another gives: between two files the site is never without it. */
export const PAIR_CASES: readonly OnlineCase[] = [
  {
    it: 'a primary key that goes and comes in two statements',
    back: true,
    up: `-- DropKey\nALTER TABLE "Post" DROP CONSTRAINT "Post_pkey";\n\n-- AddKey\nALTER TABLE "Post" ADD PRIMARY KEY ("id", "title");`,
    files: [
      ['CREATE UNIQUE INDEX CONCURRENTLY "Post_pkey_new" ON "Post" ("id", "title");'],
      [
        '-- DropKey\nALTER TABLE "Post" DROP CONSTRAINT "Post_pkey";',
        'ALTER TABLE "Post" ADD CONSTRAINT "Post_pkey" PRIMARY KEY USING INDEX "Post_pkey_new";',
      ],
    ],
  },
  {
    it: 'a key and a foreign key to it, of which each takes the place of another',
    up: `ALTER TABLE "keyless" ADD CONSTRAINT "gauge_fkey" FOREIGN KEY ("b") REFERENCES "gauge"("kind");
ALTER TABLE "keyless" DROP CONSTRAINT "gauge_fkey";
ALTER TABLE "gauge" DROP CONSTRAINT "gauge_kind_key";
CREATE UNIQUE INDEX "gauge_kind_key" ON "gauge"("kind" DESC);
ALTER TABLE "keyless" ADD CONSTRAINT "gauge_fkey" FOREIGN KEY ("b") REFERENCES "gauge"("kind") ON DELETE CASCADE;`,
    files: [
      ['ADD CONSTRAINT "gauge_fkey"', 'NOT VALID;'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "gauge_kind_key_new" ON "gauge"("kind" DESC);'],
      ['VALIDATE CONSTRAINT "gauge_fkey";'],
      [
        'ALTER TABLE "keyless" DROP CONSTRAINT "gauge_fkey";',
        'ALTER TABLE "gauge" DROP CONSTRAINT "gauge_kind_key";',
        'ALTER INDEX "gauge_kind_key_new" RENAME TO "gauge_kind_key";',
        'ON DELETE CASCADE NOT VALID;',
      ],
      ['VALIDATE CONSTRAINT "gauge_fkey";'],
    ],
  },
  {
    it: 'unique indexes that go: for one of the same name, for one of another, for one that stood before',
    back: true,
    up: `DROP INDEX "crm"."team_name";
CREATE UNIQUE INDEX "team_name" ON "crm"."Resource"("team", lower("name"));
-- another
DROP INDEX "Post_title_idx";
CREATE INDEX "Post_title_slug_idx" ON "Post"("title", "slug");
CREATE UNIQUE INDEX "gauge_level_kind_key" ON "gauge"("level", "kind");
ALTER TABLE "gauge" DROP CONSTRAINT "gauge_kind_key";`,
    files: [
      ['CREATE UNIQUE INDEX CONCURRENTLY "team_name_new" ON "crm"."Resource"("team", lower("name"));'],
      ['CREATE INDEX CONCURRENTLY "Post_title_slug_idx"'],
      ['CREATE UNIQUE INDEX CONCURRENTLY "gauge_level_kind_key"'],
      [
        'ALTER INDEX "crm"."team_name" RENAME TO "team_name_old";',
        'ALTER INDEX "crm"."team_name_new" RENAME TO "team_name";',
        'DROP CONSTRAINT "gauge_kind_key";',
      ],
      ['DROP INDEX CONCURRENTLY "crm"."team_name_old";'],
      ['-- another\nDROP INDEX CONCURRENTLY "Post_title_idx";'],
    ],
  },
  {
    it: 'a policy around an index, and triggers that are off for rows that change',
    up: `DROP POLICY "own" ON "gauge";
CREATE INDEX "gauge_level_idx" ON "gauge"("level");
CREATE POLICY "own" ON "gauge" USING ("id" > 2);
ALTER TABLE "User" DISABLE TRIGGER USER;
UPDATE "User" SET "age" = 1;
ALTER TABLE "User" ENABLE TRIGGER USER;`,
    files: [
      [
        'DROP POLICY "own"',
        'CREATE POLICY "own"',
        'DISABLE TRIGGER USER;',
        'UPDATE "User"',
        'ENABLE TRIGGER',
      ],
      ['CREATE INDEX CONCURRENTLY "gauge_level_idx"'],
    ],
    left: ['what "ALTER TABLE "User" DISABLE TRIGGER USER" takes away comes back with a later statement'],
  },
  {
    it: 'a default around a change of type: the swap brings it along',
    up: `ALTER TABLE "gauge" ALTER COLUMN "level" DROP DEFAULT;\n-- a word\nALTER TABLE "gauge" ALTER COLUMN "level" SET DATA TYPE TEXT, ALTER COLUMN "level" SET DEFAULT '7';`,
    files: [
      ['ADD COLUMN "agora_new_level" text', '-- a word'],
      [],
      [],
      [`ALTER COLUMN "agora_new_level" SET DEFAULT '7'::text;`],
    ],
    backfills: ['UPDATE "gauge" SET "agora_new_level"'],
  },
  {
    it: 'a comment on a column by its new name',
    up: `ALTER TABLE "User" RENAME COLUMN "name" TO "displayName";\nCOMMENT ON COLUMN "User"."displayName" IS 'shown';`,
    files: [[`COMMENT ON COLUMN "User"."name" IS 'shown';`], ['ADD COLUMN "displayName" text;']],
    backfills: ['SET "displayName" = "name"'],
  },
  {
    it: 'a rename, and what is done under the new name',
    filled: true,
    up: `ALTER TABLE "User" RENAME COLUMN "name" TO "displayName";
-- as a whole
ALTER TABLE "User" ALTER COLUMN "displayName" SET DEFAULT 'nobody', ADD COLUMN "n" INTEGER;
CREATE INDEX "User_displayName_idx" ON "User"("displayName");`,
    files: [
      [
        '-- as a whole\nALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT \'nobody\', ADD COLUMN "n" INTEGER;',
      ],
      ['CREATE INDEX CONCURRENTLY "User_displayName_idx" ON "User"("name");'],
      ['-- agora: expands column "User".name as "displayName"'],
      ['CREATE INDEX CONCURRENTLY'],
    ],
    backfills: ['UPDATE "User" SET "displayName" = "name" WHERE'],
  },
  {
    it: 'comments within a statement that is taken apart, and after the name of its table',
    up: `ALTER TABLE "Post" -- what is read\n  ADD COLUMN "n" INTEGER, -- how many\n  -- never empty\n  ALTER COLUMN "slug" SET NOT NULL;\n;; -- nothing\nALTER TABLE "Post"\n  ADD COLUMN "a" TEXT, -- one\n  ADD COLUMN "b" TEXT; -- two`,
    files: [
      [
        '-- what is read\nALTER TABLE "Post" ADD COLUMN "n" INTEGER; -- how many',
        '-- never empty\nALTER TABLE "Post" ADD CONSTRAINT',
        '-- nothing\nALTER TABLE "Post"\n  ADD COLUMN "a" TEXT, -- one\n  ADD COLUMN "b" TEXT; -- two',
      ],
      ['VALIDATE CONSTRAINT "Post_slug_is_set";'],
      ['ALTER COLUMN "slug" SET NOT NULL;'],
    ],
  },
  {
    it: 'LOCK TABLE, which holds for all that comes after it',
    up: `LOCK TABLE "Post" IN SHARE ROW EXCLUSIVE MODE;\nDELETE FROM "Post" WHERE "slug" IS NULL;`,
    files: [],
    left: ['take it out', 'take it out'],
  },
];
