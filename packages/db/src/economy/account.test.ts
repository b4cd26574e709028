import { describe, expect, test } from 'vitest';
import { Account } from './account.ts';
import { kindOf, NO_SOURCE, Reason, reasonNames, reasonOf, Source } from './kinds.ts';
import { COMMENTS, economyRules, LIKES_GIVEN, levelOf, POSTS, STREAK_DAYS } from './rules.ts';

const DAY = 86_400_000;
const noon = 20_000.5 * DAY;

const rules = economyRules({
  economy: {
    post: 10,
    comment: 3,
    likeGiven: 1,
    likeReceived: 0,
    answerAccepted: 25,
    welcomeBonus: 20,
    dailyPosts: 2,
    dailyComments: 0,
    dailyLikes: 50,
  },
  levels: [
    { rank: 3, minPoints: 100 },
    { rank: 1, minPoints: 0 },
    { rank: 2, minPoints: 30 },
  ],
  achievements: [
    { counter: 'posts', atLeast: 1, points: 5 },
    { counter: 'likesGiven', atLeast: 2, points: 7 },
    { counter: 'streakDays', atLeast: 3, points: 0 },
  ],
});

const WELCOME = kindOf(Reason.WELCOME, Source.USER);
const POST = kindOf(Reason.POST, Source.POST);
const COMMENT = kindOf(Reason.COMMENT, Source.COMMENT);
const LIKE_RECEIVED = kindOf(Reason.LIKE_RECEIVED, Source.POST_LIKE);
const ADJUSTMENT = kindOf(Reason.ADJUSTMENT, NO_SOURCE);

const day = (n: number): number => noon + n * DAY;

/** An account, and what it has entered: reason, amount and balance. */
function open(): { account: Account; entries: [reason: string, amount: number, balance: number][] } {
  const entries: [string, number, number][] = [];
  const account = new Account(rules, ({ points }, amount, kind) => {
    entries.push([reasonNames[reasonOf(kind)]!, amount, points]);
  });
  return { account, entries };
}

describe('an account', () => {
  test('is paid for what it does, for so many of a kind in one day (UTC), and anew on the next', () => {
    const { account, entries } = open();
    account.earn(WELCOME, 0, noon);
    const paid = [0, 1, 2].map((hours) => account.earn(POST, hours, noon + hours * 3_600_000));
    expect(paid).toEqual([10, 10, 0]);
    expect(account.earn(POST, 3, day(1))).toBe(10);
    expect(account.earn(COMMENT, 0, day(1))).toBe(0);
    expect(account.earn(LIKE_RECEIVED, 0, day(1))).toBe(0);
    expect(entries).toEqual([
      ['WELCOME', 20, 20],
      ['POST', 10, 30],
      ['POST', 10, 40],
      ['POST', 10, 50],
    ]);
    expect(account).toMatchObject({ points: 50, entries: 4, level: 2 });
  });

  test('never falls below zero', () => {
    const { account, entries } = open();
    expect(account.move(30, ADJUSTMENT, 0, noon)).toBe(true);
    expect(account.move(-31, ADJUSTMENT, 1, noon)).toBe(false);
    expect(account.move(-30, ADJUSTMENT, 2, noon)).toBe(true);
    expect(entries.map(([, , balance]) => balance)).toEqual([30, 0]);
  });

  test('loses an achievement with its counter, and is paid for it once', () => {
    const { account, entries } = open();
    const like = (change: 1 | -1, at: number): void => account.like(LIKES_GIVEN, change, at);
    like(1, noon);
    expect([account.progress(1), account.begunAt[1], account.earnedAt[1]]).toEqual([1, noon, 0]);
    like(1, noon + 1);
    like(1, noon + 2);
    expect([account.progress(1), account.earnedAt[1]]).toEqual([2, noon + 1]);
    like(-1, noon + 3);
    like(-1, noon + 4);
    expect([account.progress(1), account.begunAt[1], account.earnedAt[1]]).toEqual([1, noon, 0]);
    like(1, noon + 5);
    expect(account.earnedAt[1]).toBe(noon + 5);
    expect(entries).toEqual([['ACHIEVEMENT', 7, 7]]);
  });

  test('counts days in a row, and anew when what was published on one of them is taken out', () => {
    const { account } = open();
    const standing = (): number[] => [account.counters[STREAK_DAYS]!, account.days.last - 20_000];
    account.publish(POSTS, day(0), day(0));
    account.publish(COMMENTS, day(1), day(1));
    account.publish(COMMENTS, day(1), day(1));
    account.publish(POSTS, day(2), day(2));
    expect(standing()).toEqual([3, 2]);
    expect(account.earnedAt[2]).toBe(day(2));
    account.withdraw(COMMENTS, day(1), day(2));
    expect(standing()).toEqual([3, 2]);
    account.withdraw(COMMENTS, day(1), day(2));
    expect(standing()).toEqual([1, 2]);
    expect(account.earnedAt[2]).toBe(0);
    account.publish(COMMENTS, day(1), day(3));
    expect(standing()).toEqual([3, 2]);
    expect(account.earnedAt[2]).toBe(day(3));
    account.withdraw(POSTS, day(2), day(3));
    expect(standing()).toEqual([2, 1]);
    account.publish(POSTS, day(4), day(4));
    expect(standing()).toEqual([1, 4]);
    for (const [counter, at] of [
      [POSTS, day(0)],
      [COMMENTS, day(1)],
      [POSTS, day(4)],
    ] as const) {
      account.withdraw(counter, at, day(5));
    }
    expect(standing()).toEqual([0, -20_001]);
    expect([...account.counters]).toEqual([0, 0, 0, 0, 0]);
  });

  test('forgets everything when it becomes another user’s', () => {
    const { account, entries } = open();
    const live = (): void => {
      account.earn(POST, 0, noon);
      account.publish(POSTS, noon, noon);
      account.like(LIKES_GIVEN, 1, noon);
    };
    live();
    const first = entries.splice(0);
    account.clear();
    live();
    expect(entries).toEqual(first);
  });
});

test('a level is the highest that the balance reaches, in whatever order they are listed', () => {
  expect([0, 29, 30, 99, 100].map((points) => levelOf(rules, points))).toEqual([1, 1, 2, 2, 3]);
  expect(levelOf({ levels: [] }, 5)).toBe(1);
});
