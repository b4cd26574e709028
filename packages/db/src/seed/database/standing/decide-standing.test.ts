import { describe, expect, test } from 'vitest';
import { decideStanding, LedgerNumbering } from './decide-standing.ts';
import type { StoredEntry, StoredStanding } from './read/read-standing.ts';

const rules = new Map([
  [
    'here',
    {
      levels: [
        { rank: 1, minPoints: 0 },
        { rank: 2, minPoints: 50 },
      ],
      achievements: [
        { id: 'writer', counter: 'posts', atLeast: 2, points: 5 },
        { id: 'regular', counter: 'streakDays', atLeast: 3, points: 0 },
      ],
    } as const,
  ],
]);

/** Whose standing is as it should be: two posts on each of two days in a row. */
const ada: StoredStanding = {
  community: 'here',
  user: 'ada',
  points: 60,
  entries: 2,
  level: 2,
  statistics: {
    posts: 4,
    comments: 0,
    likesGiven: 1,
    likesReceived: 0,
    streakDays: 2,
    lastActiveDay: 20_001,
  },
  held: { writer: { progress: 2, earned: true }, regular: { progress: 2, earned: false } },
  counted: { posts: 4, comments: 0, likesGiven: 1, likesReceived: 0 },
  days: [19_990, 20_000, 20_001],
};
const ends = new Map([['here ada', { points: 60, entries: 2 }]]);
const decide = (changed: Partial<StoredStanding>) => decideStanding([{ ...ada, ...changed }], ends, rules);

const entry = (user: string, id: string, sequence: number, balance: number): StoredEntry => ({
  community: 'here',
  user,
  id,
  sequence,
  amount: 10,
  balance,
});

describe('standing that is put right', () => {
  test('changes nothing where everything follows already', () => {
    expect(decide({})).toEqual({ accounts: [], statistics: [], achievers: [] });
  });

  test('follows the ledger in points, entries and level', () => {
    const account = { community: 'here', user: 'ada', points: 60, entries: 2, level: 2 };
    for (const stored of [{ points: 59 }, { entries: 3 }, { level: 1 }])
      expect(decide(stored).accounts).toEqual([account]);
    const gone = decideStanding([ada], new Map(), rules);
    expect(gone.accounts).toEqual([{ ...account, points: 0, entries: 0, level: 1 }]);
  });

  test('follows what is published in counters, days in a row and achievements', () => {
    const { statistics, achievers } = decide({
      counted: { ...ada.counted, posts: 1 },
      days: [19_998, 19_999, 20_000],
    });
    expect(statistics).toEqual([
      { community: 'here', user: 'ada', ...ada.statistics, posts: 1, streakDays: 3, lastActiveDay: 20_000 },
    ]);
    expect(achievers).toEqual([{ community: 'here', user: 'ada' }]);
    const none = decide({ days: [] });
    expect(none.statistics).toMatchObject([{ streakDays: 0, lastActiveDay: null }]);
  });

  test('keeps neither statistics nor achievements where there are none', () => {
    expect(decide({ statistics: null, days: [] })).toMatchObject({ statistics: [], achievers: [] });
    expect(decide({ held: null })).toMatchObject({ achievers: [] });
    expect(decide({ held: {} })).toMatchObject({ achievers: [{ user: 'ada' }] });
  });

  test('numbers each user’s entries from one and adds them up, and names those that differ', () => {
    const numbering = new LedgerNumbering();
    const told = [
      entry('ada', 'a', 1, 10),
      entry('ada', 'b', 1_000_000_001, 20),
      entry('bob', 'c', 1, 30),
      entry('ada', 'd', 3, 30),
    ].map((one) => numbering.next(one));
    expect(told).toEqual([
      undefined,
      { community: 'here', id: 'b', sequence: 2, balance: 20 },
      { community: 'here', id: 'c', sequence: 1, balance: 10 },
      undefined,
    ]);
    expect([...numbering.ends.values()]).toEqual([
      { points: 30, entries: 3 },
      { points: 10, entries: 1 },
    ]);
  });
});
