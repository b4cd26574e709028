import { hostname } from 'node:os';

import { expect, test } from 'vitest';

import { isLeftBehind, ownerOf } from './owner.ts';

const HOUR = 3_600_000;
const of = (pid: number, host: string): string => JSON.stringify({ pid, host });

test.each([
  ['our own', of(process.pid, hostname()), 0, false],
  ['our own, however old', of(process.pid, hostname()), 99 * HOUR, false],
  ['a living process’s', of(process.ppid, hostname()), 99 * HOUR, false],
  ['our own, with its beginning', JSON.stringify(ownerOf(process.pid)), 99 * HOUR, false],
  [
    'of a process whose number was given again',
    JSON.stringify({ ...ownerOf(process.pid), started: '7' }),
    0,
    true,
  ],
  ['a dead one’s', of(2 ** 30, hostname()), 0, true],
  ['one that was left for who goes on', of(0, hostname()), 0, true],
  ['another machine’s', of(1, 'elsewhere'), 47 * HOUR, false],
  ['another machine’s, forgotten', of(1, 'elsewhere'), 49 * HOUR, true],
  ['one whose maker was killed before it could say so', '', HOUR, true],
  ['one whose owner is half written', '{"pid": 12', HOUR, true],
  ['one that is being made', '{}', 1000, false],
])('%s is left behind or not', (_what, text, age, expected) => {
  expect(isLeftBehind(text, Date.now() - age)).toBe(expected);
});
