import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { commands } from './commands.ts';
import { triedPage, withRows } from './page.ts';
import { managers, prismaVersions } from './projects.ts';

const page =
  '# Tried\n\n## One\n\n|  | b | c |\n| --- | --- | --- |\n| x | 1 | old |\n| y | 1 | kept |\n\n## Two\n';

test('a row takes the place of the one with the same name, and a new one comes after those of its kind', () => {
  expect(
    withRows(page, 'One', 2, [
      ['x', '1', 'new'],
      ['x', '2', 'added'],
    ]),
  ).toBe(page.replace('old |\n', 'new |\n| x | 2 | added |\n'));
});

test('a heading without a table is named', () => {
  for (const text of [page, `${page}\n## Three\n\n| a |\n| --- |\n`])
    expect(() => withRows(text, 'Two', 1, [['x']])).toThrow('below "Two"');
});

test('the page has a row of every package manager with every version, and nothing in it failed', () => {
  const text = readFileSync(triedPage, 'utf8');
  const rows = text.split('\n').filter((line) => managers.some((name) => line.startsWith(`| ${name} |`)));
  const wanted = managers.flatMap((manager) => prismaVersions.map((prisma) => `| ${manager} | ${prisma} |`));
  expect(wanted.filter((start) => !rows.some((row) => row.startsWith(start)))).toEqual([]);
  expect(rows.filter((row) => row.split('|').length !== 6 + commands.length)).toEqual([]);
  expect(text).not.toContain('failed |');
});
