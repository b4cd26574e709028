import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../project/folder.ts';
import { makeOnline, type OnlineReport } from './make-online.ts';

const INIT = `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, "age" INTEGER, "score" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_age_score_idx" ON "User"("age", "score");
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT, "userId" INTEGER NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE);
CREATE TABLE "Loose" ("a" INTEGER);`;

function migration(name: string, sql: string): Migration {
  const directory = `/project/migrations/${name}`;
  return { name, directory, up: makeScript(`${directory}/migration.sql`, sql) };
}

async function online(migrations: readonly Migration[], chosen = 1) {
  const adminUrl = await testServerUrl();
  return makeOnline({ adminUrl, migrations, isChosen: (one) => migrations.indexOf(one) >= chosen });
}

async function reportOf(sql: string): Promise<OnlineReport> {
  const { reports } = await online([
    migration('20260101000000_init', INIT),
    migration('20260102000000_change', sql),
  ]);
  const [report] = reports;
  if (report === undefined) throw new Error('nothing was found');
  return report;
}

describe('a migration with what can be expanded', () => {
  it.each([
    {
      it: 'a rename alone',
      up: '-- AlterTable\nALTER TABLE "User" RENAME COLUMN "email" TO "mail";',
      names: ['change', 'change_index'],
    },
    {
      it: 'a rename between other statements',
      up: `ALTER TABLE "Post" ADD COLUMN "slug" TEXT;
-- the new name
ALTER TABLE "User" RENAME COLUMN "email" TO "mail";
-- CreateIndex
CREATE INDEX "Post_title_idx" ON "Post"("title");`,
      names: ['change', 'change_expand', 'change_index', 'change_post_title_idx'],
    },
    {
      it: 'a rename before another change of its column, which comes first then',
      up: 'ALTER TABLE "User" RENAME COLUMN "email" TO "mail"; ALTER TABLE "User" ALTER COLUMN "mail" DROP NOT NULL;',
      names: ['change', 'change_expand', 'change_index'],
    },
    {
      it: 'a table with the names of what is on it',
      up: `ALTER TABLE "User" RENAME TO "Account";
ALTER TABLE "Account" RENAME CONSTRAINT "User_pkey" TO "Account_pkey";
ALTER INDEX "User_email_key" RENAME TO "Account_email_key";`,
      names: ['change', 'change_finish'],
    },
    {
      it: 'a type of a key with what refers to it',
      up: 'ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;',
      names: [
        'change',
        'change_index_1',
        'change_index_2',
        'change_constraints',
        'change_validate',
        'change_swap',
      ],
    },
    {
      it: 'two types of one index',
      up: `ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE BIGINT, ALTER COLUMN "score" TYPE NUMERIC(12,2);`,
      names: ['change', 'change_index', 'change_swap', 'change_expand', 'change_index_2', 'change_swap_2'],
    },
  ])('becomes safe ones that end in the same: $it', async ({ up, names }) => {
    const history = [migration('20260101000000_init', INIT), migration('20260102000000_change', up)];
    const { reports, migrations } = await online(history);
    expect(reports[0]).toMatchObject({ left: [], equality: { equal: true, differences: [] } });
    expect(migrations.slice(1).map(({ name }) => name.replace(/^\d+_/, ''))).toEqual(names);
    expect(reports[0]?.proofs.map(({ outcome, reason }) => `${outcome} ${reason ?? ''}`)).toEqual(
      names.map(() => expect.stringMatching(/^(?:proven|lossless|declared loss) /)),
    );
    // A second run finds nothing to do.
    expect(
      (await online(migrations)).reports.flatMap(({ rewritten, left }) => [...rewritten, ...left]),
    ).toEqual([]);
  });

  it.each([
    [
      'ALTER TABLE "User" RENAME COLUMN "email" TO "mail"; DO $$BEGIN ALTER TABLE "User" ALTER COLUMN "mail" DROP NOT NULL; END$$;',
      /does not end in the same: .*mail: not null/,
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN "age" TYPE UUID USING gen_random_uuid();',
      /convert "User"\.age forward/,
    ],
    ['ALTER TABLE "Loose" RENAME COLUMN "a" TO "b";', /no unique index/],
    [
      'ALTER TABLE "User" ADD COLUMN "double" INTEGER GENERATED ALWAYS AS ("age" * 2) STORED;',
      /no way to make a column generated/,
    ],
  ])('is left with the reason: %s', async (sql, reason) => {
    const report = await reportOf(sql);
    expect(report).toMatchObject({ rewritten: [], parts: [{ name: '20260102000000_change' }] });
    expect(report.left.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
  });
});
