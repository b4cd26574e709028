import path from 'node:path';

import { type Migration, makeScript } from '../project/folder.ts';
import { describe, expect, it } from 'vitest';

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

/** One case of a rule's test. */
export interface RuleCase {
  readonly it: string;
  /** Successive migrations after {@link schema}. */
  readonly texts: readonly string[];
  /** The down.sql of the last. */
  readonly down?: string;
  /** What the rule finds in the last migration: `<severity> <line>:<column>`, in down.sql with `down` before. */
  readonly finds: readonly string[];
  /** What the messages or fixes must say. */
  readonly says?: RegExp;
}

/** Makes one test of each case. */
export function testRule(rule: string, cases: readonly RuleCase[]): void {
  describe(`rule ${rule}`, () => {
    for (const one of cases) {
      it(`${one.it}:`, async () => {
        const names = [schema, ...one.texts].map((_, index) => `2026010${index + 1}000000_step`);
        const migrations = [schema, ...one.texts].map((text, index) =>
          migration(
            names[index] ?? '',
            text,
            index === one.texts.length ? (one.down ?? 'SELECT 1;') : 'SELECT 1;',
          ),
        );
        const { findings } = await lintMigrations({ root, migrations, only: names.slice(-1), squawk: false });
        const mine = findings.filter((finding) => finding.rule === rule);
        expect(mine.map(at)).toEqual(one.finds);
        const texts = mine.map(({ message, why, fix }) => [message, why, fix].join('\n'));
        expect(texts.join('\n')).toMatch(one.says ?? '');
      });
    }
  });
}

function at({ direction, severity, line, column }: Finding): string {
  return `${direction === 'down' ? 'down ' : ''}${severity} ${line}:${column}`;
}
