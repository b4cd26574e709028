import { expect, it } from 'vitest';

import { noPaint } from '../../lint/formats/text.ts';
import type { Problem } from './problem.ts';
import { renderCheckText } from './report-text.ts';

const drop = (n: number): Problem => ({
  kind: 'lint',
  code: 'lint.drop-table',
  migration: `${n}_a`,
  file: `prisma/migrations/${n}_a/migration.sql`,
  line: 1,
  message: `Dropping t${n} loses every row.`,
  why: 'Its rows are gone.',
  fix: '-- first\nDROP TABLE t;',
});

it('explains a hazard at its first place, and says how to judge only what is new of a long history', () => {
  const names = Array.from({ length: 30 }, (_, n) => `${n}_a`);
  const problems = names.map((_, n) => drop(n));
  const report = { problems, migrations: 30, judged: names, looked: ['hazards'] };
  const text = renderCheckText(report, noPaint);
  expect(text.match(/Dropping t\d+ loses every row/g)).toHaveLength(30);
  expect(text.match(/Its rows are gone/g)).toHaveLength(1);
  expect(text.match(/DROP TABLE t;/g)).toHaveLength(1);
  expect(text).toContain('30 problems. 30 of 30 migrations judged');
  expect(text).toContain('--base <git ref>');
  const branch = renderCheckText({ ...report, judged: names.slice(-2) }, noPaint);
  expect(branch).not.toContain('--base');
});
