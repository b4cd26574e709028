import { expect, it } from 'vitest';

import { renderBackfill, renderBackfillGuard } from '../../../project/backfill-file.ts';
import { makeScript, type Migration } from '../../../project/folder.ts';
import { migration, schema, testRule } from '../../lint.fixture.ts';
import { lintMigrations } from '../../lint.ts';

testRule('backfill', [
  {
    it: 'what has a meaning in backfill.sql alone',
    texts: ['-- agora: done when SELECT true\nSELECT 1;'],
    finds: ['error 1:1'],
    says: /backfill\.sql alone/,
  },
  {
    it: 'waits for what is not there',
    texts: ['-- agora: after backfill 20200101000000_no\nSELECT 1;'],
    finds: ['error 1:1'],
    says: /no migration before/,
  },
  {
    it: 'waits for what has no backfill',
    texts: ['SELECT 1;', '-- agora: after backfill 20260102000000_step\nSELECT 1;'],
    finds: ['error 1:1'],
    says: /has no backfill/,
  },
]);

const doneWhen = 'SELECT NOT EXISTS (SELECT FROM "User" WHERE age IS NULL)';
const file = renderBackfill({
  table: '"User"',
  key: ['id'],
  doneWhen,
  statement: 'UPDATE "User" SET age = 0 WHERE age IS NULL AND :batch',
});
const guard = renderBackfillGuard('2_fill', doneWhen);

async function found(last: string, backfill = file): Promise<string> {
  const filled: Migration = {
    ...migration('2_fill', 'SELECT 1;', 'SELECT 1;'),
    backfill: { kind: 'sql', script: makeScript('/project/prisma/migrations/2_fill/backfill.sql', backfill) },
  };
  const migrations = [migration('1_init', schema, ''), filled, migration('3_last', last, 'SELECT 1;')];
  const { findings } = await lintMigrations({
    root: '/project',
    migrations,
    only: ['2_fill', '3_last'],
    squawk: false,
  });
  const mine = findings.filter(({ rule }) => rule === 'backfill');
  return mine.map(({ message, fix }) => `${message}\n${fix}`).join('\n');
}

it.each([
  [
    'SET NOT NULL of its column',
    'ALTER TABLE "User" ALTER age SET NOT NULL;',
    /does not wait[^]*after backfill 2_fill/,
  ],
  ['VALIDATE', 'ALTER TABLE public."User" VALIDATE CONSTRAINT c;', /does not wait/],
  [
    'a missing guard',
    '-- agora: after backfill 2_fill\nALTER TABLE "User" ALTER age SET NOT NULL;',
    /Nothing in its SQL[^]*DO \$agora\$/,
  ],
  [
    'another guard',
    `-- agora: after backfill 2_fill\n${guard.replace('age IS NULL', 'age = 0')}`,
    /Nothing in its SQL/,
  ],
])('finds %s', async (_what, last, says) => {
  expect(await found(last)).toMatch(says);
});

it('is silent where it is waited for, also in other spaces, and of other columns and tables', async () => {
  const waits = `-- agora: after backfill 2_fill\n-- why\n${guard.replaceAll('\n', '\r\n')}\nALTER TABLE "User" ALTER age SET NOT NULL;`;
  for (const last of [
    waits,
    'ALTER TABLE "User" ALTER name SET NOT NULL;',
    'ALTER TABLE "User" ADD CONSTRAINT c CHECK (name > $$a$$) NOT VALID; ALTER TABLE "User" VALIDATE CONSTRAINT c;',
    'ALTER TABLE "Post" ALTER "authorId" SET NOT NULL;',
  ])
    expect(await found(last)).toBe('');
});

it('tells what is wrong in backfill.sql, with its line', async () => {
  expect(await found('SELECT 1;', file.replace(':batch', 'true'))).toContain('backfill.sql, line 3');
});
