import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { grows, waitsOf } from '@agora/migrations';
import { everyThird } from '@agora/testkit';
import { expect, test } from 'vitest';

import { CASES } from './cases.ts';
import { measureAll } from './measure.ts';
import { renderPage } from './page.ts';

test('what is written instead makes nobody wait for what grows', { timeout: 900_000 }, async () => {
  const cases = everyThird(CASES);
  const measured = await measureAll(cases, 500);
  for (const { title, before, after, left } of measured) {
    // What is not written anew says why.
    expect({ title, said: after.length > 0 || left.length > 0 }).toEqual({ title, said: true });
    const growing = after.flatMap(({ trace }) => waitsOf(trace)).filter(grows);
    expect({ title, growing }).toEqual({ title, growing: [] });
    expect({ title, statements: before[0]?.trace.statements.length }).not.toEqual({ title, statements: 0 });
  }
  const page = renderPage(measured, 500);
  for (const { title } of cases) expect(page).toContain(`## ${title}\n`);
  for (const { before } of cases) expect(page).toContain(before);
});

test('the page shows the cases as they are', () => {
  const page = path.resolve(import.meta.dirname, '..', '..', 'online.md');
  expect(existsSync(page)).toBe(true);
  const text = readFileSync(page, 'utf8');
  for (const { title, before, why } of CASES)
    for (const part of [`## ${title}\n`, before, why]) expect(text).toContain(part);
});
