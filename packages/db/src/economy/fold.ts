import { Account } from './account.ts';
import type { Acts } from './acts.ts';
import { type Column, Ints, Moments } from './columns.ts';
import { type Events, eventsByUser, inOrderOfTime } from './events.ts';
import { Reason, reasonOf } from './kinds.ts';
import {
  COMMENTS,
  type Counter,
  counters,
  type EconomyRules,
  LIKES_GIVEN,
  LIKES_RECEIVED,
  POSTS,
  STREAK_DAYS,
} from './rules.ts';

/** Entries of the ledger by column, user by user and each user's in order of time. */
export interface LedgerColumns {
  readonly user: Column<Int32Array>;
  readonly sequence: Column<Int32Array>;
  readonly amount: Column<Int32Array>;
  readonly balance: Column<Int32Array>;
  /** Reason and source, see `kinds.ts`. */
  readonly kind: Column<Int32Array>;
  /** Position of what caused it in its list of the acts; of the achievement in the rules. */
  readonly source: Column<Int32Array>;
  readonly at: Column<Float64Array>;
}

/** Where each user stands in the end, by position. */
export interface StandingColumns {
  readonly points: Int32Array;
  /** Entries in the ledger. */
  readonly entries: Int32Array;
  readonly level: Int32Array;
  /** Those of `counters`, one user after the other. */
  readonly counters: Int32Array;
  /** Day (since 1970) of the last post or comment that is published; -1 without one. */
  readonly lastActiveDay: Int32Array;
  /** When the user last did something, joining included. */
  readonly lastActAt: Float64Array;
}

/** Achievements that somebody has begun with, user by user. */
export interface ProgressColumns {
  readonly user: Column<Int32Array>;
  /** Position in the rules. */
  readonly achievement: Column<Int32Array>;
  readonly progress: Column<Int32Array>;
  readonly begunAt: Column<Float64Array>;
  /** 0 when it is not. */
  readonly earnedAt: Column<Float64Array>;
}

/** All that follows from what people did. */
export interface EconomyOutcome {
  readonly ledger: LedgerColumns;
  readonly standing: StandingColumns;
  readonly progress: ProgressColumns;
}

/**
 * Derives everything that a community's economy keeps from what people did in it. Pure: the same acts and rules give the
 * same outcome.
 * @throws RangeError when a balance would fall below zero: that cannot have happened
 */
export function foldEconomy(rules: EconomyRules, acts: Acts): EconomyOutcome {
  const users = acts.users.joinedAt.length;
  const events = eventsByUser(acts);
  const room = events.at.length + users * 2;
  const ledger = {
    user: new Ints(room),
    sequence: new Ints(room),
    amount: new Ints(room),
    balance: new Ints(room),
    kind: new Ints(room),
    source: new Ints(room),
    at: new Moments(room),
  };
  const standing = {
    points: new Int32Array(users),
    entries: new Int32Array(users),
    level: new Int32Array(users),
    counters: new Int32Array(users * counters.length),
    lastActiveDay: new Int32Array(users),
    lastActAt: new Float64Array(users),
  };
  const progress = {
    user: new Ints(users * 4),
    achievement: new Ints(users * 4),
    progress: new Ints(users * 4),
    begunAt: new Moments(users * 4),
    earnedAt: new Moments(users * 4),
  };
  let user = 0;
  const account = new Account(rules, ({ points, entries, at }, amount, kind, source) => {
    ledger.user.push(user);
    ledger.sequence.push(entries);
    ledger.amount.push(amount);
    ledger.balance.push(points);
    ledger.kind.push(kind);
    ledger.source.push(source);
    ledger.at.push(at);
  });
  for (; user < users; user += 1) {
    account.clear();
    const first = events.offsets[user]!;
    let lastActAt = acts.users.joinedAt[user]!;
    for (const place of inOrderOfTime(events, user, acts.openedAt)) {
      const event = first + place;
      if (apply(account, acts, events, event)) lastActAt = events.at[event]!;
    }
    standing.points[user] = account.points;
    standing.entries[user] = account.entries;
    standing.level[user] = account.level;
    standing.counters.set(account.counters, user * counters.length);
    standing.lastActiveDay[user] = account.days.last;
    standing.lastActAt[user] = lastActAt;
    for (let n = 0; n < rules.achievements.length; n += 1) {
      if (account.begunAt[n] === 0) continue;
      progress.user.push(user);
      progress.achievement.push(n);
      progress.progress.push(account.progress(n));
      progress.begunAt.push(account.begunAt[n]!);
      progress.earnedAt.push(account.earnedAt[n]!);
    }
  }
  return { ledger, standing, progress };
}

/** Has an event happen to an account; whether the user wrote or liked something by it. */
function apply(account: Account, acts: Acts, events: Events, event: number): boolean {
  const kind = events.kind[event]!;
  const source = events.source[event]!;
  const at = events.at[event]!;
  const reason = reasonOf(kind);
  switch (reason) {
    case Reason.POST:
      account.earn(kind, source, at);
      // What was taken out has earned its points, but counts no more.
      if (isPublished(acts.posts, source)) account.publish(POSTS, at, at);
      return true;
    case Reason.COMMENT:
      account.earn(kind, source, at);
      if (isPublished(acts.comments, source)) account.publish(COMMENTS, at, at);
      return true;
    case Reason.LIKE_GIVEN:
      account.earn(kind, source, at);
      account.like(LIKES_GIVEN, 1, at);
      return true;
    case Reason.LIKE_RECEIVED:
      account.earn(kind, source, at);
      account.like(LIKES_RECEIVED, 1, at);
      return false;
    case Reason.TIP_SENT:
    case Reason.TIP_RECEIVED:
    case Reason.ADJUSTMENT: {
      const given = (reason === Reason.ADJUSTMENT ? acts.adjustments : acts.tips).amount[source]!;
      const amount = reason === Reason.TIP_SENT ? -given : given;
      if (!account.move(amount, kind, source, at))
        throw new RangeError(`A balance of ${account.points} cannot be moved by ${amount}.`);
      return false;
    }
    default:
      account.earn(kind, source, at);
      return false;
  }
}

function isPublished({ withdrawn }: Acts['posts' | 'comments'], position: number): boolean {
  return withdrawn === null || withdrawn[position] === 0;
}

/** A user's counters by name. */
export function countersOf({ counters: columns }: StandingColumns, user: number): Record<Counter, number> {
  const of = (counter: number): number => columns[user * counters.length + counter]!;
  return {
    posts: of(POSTS),
    comments: of(COMMENTS),
    likesGiven: of(LIKES_GIVEN),
    likesReceived: of(LIKES_RECEIVED),
    streakDays: of(STREAK_DAYS),
  };
}
