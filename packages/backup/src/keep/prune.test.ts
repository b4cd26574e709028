import { expect, test } from 'vitest';
import type { ListedBackup } from './list.ts';
import { planPrune } from './prune.ts';

const now = new Date('2026-11-30T12:00:00Z');

function backup(
  completed: string,
  more: Partial<ListedBackup> & { database?: string; formerly?: string } = {},
): ListedBackup {
  const { database = 'shop', formerly, ...rest } = more;
  return {
    name: completed,
    location: completed,
    fault: undefined,
    verifiedAt: undefined,
    head: {
      format: 'agora-backup',
      version: 1,
      id: completed,
      begun: completed,
      completed,
      history: [],
      database,
      ...(formerly === undefined ? {} : { formerly }),
      size: 1,
      encrypted: false,
    },
    ...rest,
  };
}

const every = (hours: number, count: number): ListedBackup[] =>
  Array.from({ length: count }, (_one, index) =>
    backup(new Date(now.getTime() - (count - 1 - index) * hours * 3_600_000).toISOString()),
  );
const kept = (listed: readonly ListedBackup[], rules: Parameters<typeof planPrune>[1]): string[] =>
  planPrune(listed, rules, now).keep.map(
    ({ backup: one, why }) => `${one.name.slice(0, 13)} ${why.join(', ')}`,
  );

test('all of the last hours, one a day, one a week from Monday', () => {
  expect(kept(every(6, 100), { hours: 12, daily: 2, weekly: 3 })).toEqual([
    '2026-11-22T18 weekly: from 2026-11-16',
    '2026-11-29T18 daily: 2026-11-29, weekly: from 2026-11-23',
    '2026-11-30T00 of the last 12 hours',
    '2026-11-30T06 of the last 12 hours',
    '2026-11-30T12 the newest, of the last 12 hours, daily: 2026-11-30, weekly: from 2026-11-30',
  ]);
});

test('never the newest of a database, the last verified one, or one of which nothing can be told', () => {
  const listed = [
    backup('2026-01-01T00:00:00Z', { verifiedAt: '2026-01-01T01:00:00Z' }),
    backup('2026-01-02T00:00:00Z', { verifiedAt: '2026-01-02T01:00:00Z' }),
    backup('2026-01-03T00:00:00Z'),
    backup('2026-01-04T00:00:00Z', { head: undefined, fault: 'damaged' }),
    backup('2026-01-05T00:00:00Z'),
    backup('2020-01-01T00:00:00Z', { database: 'forum' }),
  ];
  expect(kept(listed, {})).toEqual([
    '2026-01-02T00 the last verified',
    '2026-01-04T00 damaged: look at it',
    '2026-01-05T00 the newest',
    '2020-01-01T00 the newest',
  ]);
});

test('a day without a backup costs none of those that are kept', () => {
  const listed = [
    backup('2026-10-01T00:00:00Z'),
    backup('2026-10-15T00:00:00Z'),
    backup('2026-11-29T00:00:00Z'),
  ];
  expect(planPrune(listed, { daily: 3 }, now).remove).toEqual([]);
});

test('what a recovery put aside is kept for as long as a rule reaches, and takes the place of nothing', () => {
  const aside = (completed: string): ListedBackup =>
    backup(completed, { database: `shop_before_${completed}`, formerly: 'shop', verifiedAt: completed });
  const listed = [
    aside('2026-01-01T00:00:00Z'),
    backup('2026-11-28T00:00:00Z'),
    backup('2026-11-29T00:00:00Z'),
    aside('2026-11-29T01:00:00Z'),
  ];
  expect(kept(listed, { daily: 1 })).toEqual(['2026-11-29T00 the newest, daily: 2026-11-29']);
  expect(kept(listed, { daily: 2 })).toEqual([
    '2026-11-28T00 daily: 2026-11-28',
    '2026-11-29T00 the newest, daily: 2026-11-29',
    '2026-11-29T01 of what was shop',
  ]);
});
