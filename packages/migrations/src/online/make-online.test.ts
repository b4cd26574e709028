import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../project/folder.ts';
import { makeOnline } from './make-online.ts';

const INIT = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "age" INTEGER, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "authorId" TEXT, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_title_idx" ON "Post"("title");`;

function migration(name: string, sql: string): Migration {
  return {
    name,
    directory: `/project/migrations/${name}`,
    up: makeScript(`/project/migrations/${name}/migration.sql`, sql),
  };
}

const CASES: readonly {
  readonly it: string;
  readonly up: string;
  readonly files: number;
  readonly left?: number;
}[] = [
  { it: 'serial', up: `ALTER TABLE "User" ADD COLUMN "no" SERIAL;`, files: 4 },
  {
    it: 'volatile',
    up: `ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN "x" TEXT REFERENCES "User"("id"), ADD COLUMN "y" INTEGER DEFAULT 5 CHECK ("y" > 1);`,
    files: 4,
  },
  {
    it: 'update',
    up: `ALTER TABLE "Post" ADD COLUMN "words" INTEGER;\nUPDATE "Post" p SET "words" = length(p."title"), "slug" = lower(u."email") FROM "User" u WHERE u."id" = p."authorId";\nUPDATE "Post" SET "words" = 0 WHERE "words" IS NULL;\nALTER TABLE "Post" ALTER COLUMN "words" SET NOT NULL;\nDELETE FROM "User" WHERE "name" IS NULL;`,
    files: 5,
  },
  {
    it: 'enum',
    up: `ALTER TYPE "Role" ADD VALUE 'GUEST';\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';`,
    files: 2,
  },
  {
    it: 'index',
    up: `-- CreateIndex\nCREATE INDEX "User_email_idx" ON "User"("email"); -- for logins\n-- CreateIndex\nCREATE UNIQUE INDEX "Post_slug_key" ON "Post"("slug");\n-- the end`,
    files: 2,
  },
  {
    it: 'fk',
    up: `-- AlterTable\nALTER TABLE "User" DROP COLUMN "age",\nADD COLUMN "bio" TEXT;\n\n-- AddForeignKey\nALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
    files: 2,
    left: 1,
  },
  {
    it: 'not null',
    up: `ALTER TABLE "Post" ALTER COLUMN "slug" SET NOT NULL, ADD COLUMN "n" INTEGER;`,
    files: 3,
  },
  {
    it: 'key',
    up: `ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("id", "title");`,
    files: 2,
  },
  { it: 'drop index', up: `DROP INDEX "Post_title_idx";`, files: 1 },
];

describe('makeOnline', () => {
  for (const one of CASES) {
    it(one.it, async () => {
      const adminUrl = await testServerUrl();
      const history = [migration('20240101000000_init', INIT), migration('20240102000000_change', one.up)];
      const { reports } = await makeOnline({
        adminUrl,
        migrations: history,
        isChosen: ({ name }) => name.includes('change'),
      });
      const [report] = reports;
      console.log(
        report?.parts
          .map(
            ({ name, up, backfill }) =>
              `### ${name}\n${up.sql}${backfill?.kind === 'sql' ? `--- backfill\n${backfill.script.sql}` : ''}`,
          )
          .join('\n'),
        report?.left.map((l) => `${l.finding.rule}: ${l.reason}`),
        report?.equality,
        report?.proofs.map((p) => [p.outcome, p.reason, p.notes]),
      );
      expect(report?.parts.length).toBe(one.files);
      expect(report?.left.length).toBe(one.left ?? 0);
    });
  }
});
