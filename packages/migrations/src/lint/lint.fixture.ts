import path from 'node:path';

import { type Migration, makeScript } from '../folder.ts';
import type { Finding } from './finding.ts';
import { type LintOptions, type LintResult, lintMigrations } from './lint.ts';

const root = path.resolve('/project');

/** A migration made of texts; no file is written. */
export function migration(name: string, up: string, down?: string): Migration {
  const directory = path.join(root, 'prisma', 'migrations', name);
  return {
    name,
    directory,
    up: makeScript(path.join(directory, 'migration.sql'), up),
    ...(down === undefined ? {} : { down: makeScript(path.join(directory, 'down.sql'), down) }),
  };
}

/** Lints texts as successive migrations of one project, each with a way back. */
export function lintTexts(texts: readonly string[], options: Partial<LintOptions> = {}): Promise<LintResult> {
  return lintMigrations({
    root,
    migrations: texts.map((text, index) => migration(`2026010${index + 1}000000_step`, text, 'SELECT 1;')),
    ...options,
  });
}

/** A few tables as Prisma writes them, for rules to work on. */
export const schema = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" VARCHAR(20),
    "age" INTEGER,
    "price" DECIMAL(10,2),
    "role" "Role" NOT NULL DEFAULT 'USER',
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "Post" ("id" TEXT NOT NULL, "title" TEXT NOT NULL, "authorId" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_title_idx" ON "Post"("title");`;

/** Findings of one rule in the last of the migrations, the schema above being the first. */
export async function findingsOf(rule: string, ...texts: readonly string[]): Promise<readonly Finding[]> {
  const { findings } = await lintTexts([schema, ...texts], { squawk: false });
  const last = `2026010${texts.length + 1}000000_step`;
  return findings.filter((finding) => finding.rule === rule && finding.migration === last);
}
