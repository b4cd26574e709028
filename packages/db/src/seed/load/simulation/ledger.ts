import { DAY_MS } from '../../values/calendar.ts';
import { achievements, economy, levels } from '../../text/reference.ts';
import { type Column, Ints, Moments } from './columns.ts';
import { type LoadCommunityPlan, POST_PUBLISHED } from './simulate.ts';

/** Reasons of entries, by number; see `reasons`. */
const WELCOME = 0;
const POST = 1;
const COMMENT = 2;
const GIVEN = 3;
const RECEIVED = 4;
const ACCEPTED = 5;
const ACHIEVEMENT = 6;
export const reasons = [
  'WELCOME',
  'POST',
  'COMMENT',
  'LIKE_GIVEN',
  'LIKE_RECEIVED',
  'ANSWER_ACCEPTED',
  'ACHIEVEMENT',
] as const;

/** Sources of entries, by number; see `sources`. */
export const SOURCE_USER = 0;
export const SOURCE_POST = 1;
export const SOURCE_COMMENT = 2;
export const SOURCE_POST_LIKE = 3;
export const SOURCE_COMMENT_LIKE = 4;
export const SOURCE_ACHIEVEMENT = 5;
export const sources = ['USER', 'POST', 'COMMENT', 'POST_LIKE', 'COMMENT_LIKE', 'ACHIEVEMENT'] as const;

const amounts = [
  economy.welcomeBonus,
  economy.post,
  economy.comment,
  economy.likeGiven,
  economy.likeReceived,
  economy.answerAccepted,
];
/** Most entries of a reason in one day; Infinity where the economy has no cap. */
const dailyCaps = [
  Number.POSITIVE_INFINITY,
  economy.dailyPosts,
  economy.dailyComments,
  economy.dailyLikes,
  economy.dailyLikes,
  Number.POSITIVE_INFINITY,
];
/** Counter of an achievement, as the reason whose events it counts. */
const counterOf = { posts: POST, comments: COMMENT, likesGiven: GIVEN, likesReceived: RECEIVED } as const;
const goals = achievements.map(({ counter, atLeast, points }, index) => ({
  index,
  counter: counterOf[counter],
  atLeast,
  points,
}));
/** Those that count events of a reason. */
const goalsOf = reasons.map((_, reason) => goals.filter(({ counter }) => counter === reason));

/** Ledger, standing and statistics of a community, all derived from what happened in it. */
export interface LoadLedger {
  readonly user: Column<Int32Array>;
  readonly sequence: Column<Int32Array>;
  readonly amount: Column<Int32Array>;
  readonly balance: Column<Int32Array>;
  /** Reason in the lowest three bits, source above. */
  readonly kind: Column<Int32Array>;
  readonly source: Column<Int32Array>;
  readonly at: Column<Float64Array>;
  readonly points: Int32Array;
  readonly entries: Int32Array;
  /** Counts of events by user, four for each: posts, comments, likes given, likes received. */
  readonly counters: Int32Array;
  readonly streak: Int32Array;
  /** Day (since 1970) of the last post or comment; -1 without one. */
  readonly lastActiveDay: Int32Array;
  readonly lastAction: Float64Array;
  /** Progress: user, achievement, value, when begun, when earned (0 if not). */
  readonly progressUser: Column<Int32Array>;
  readonly progressOf: Column<Int32Array>;
  readonly progress: Column<Int32Array>;
  readonly progressBegun: Column<Float64Array>;
  readonly progressEarned: Column<Float64Array>;
}

/** Highest level for a number of points. */
export function levelOfPoints(points: number): number {
  let rank = 1;
  for (const level of levels) if (points >= level.minPoints) rank = level.rank;
  return rank;
}

/**
 * Of those who only ever registered every second has not confirmed the address, and is not welcomed before: without it
 * nobody is let in. Moderators have, and who comes in through a provider (tables/oauth-accounts.ts).
 */
function isConfirmed(user: number, events: number): boolean {
  return events > 1 || user % 2 === 0 || user % 500 === 1 || user % 20 === 7;
}

/** Everything that moves points, by user. */
interface Events {
  /** First event of each user in the lists below. */
  readonly offsets: Int32Array;
  readonly kind: Uint8Array;
  readonly source: Int32Array;
  readonly at: Float64Array;
}

/** Derives the ledger: every event in the user's order of time, under the economy's daily caps. */
export function deriveLedger(plan: LoadCommunityPlan): LoadLedger {
  const events = gather(plan);
  const total = events.at.length;
  const ledger = {
    user: new Ints(total + plan.users * 2),
    sequence: new Ints(total + plan.users * 2),
    amount: new Ints(total + plan.users * 2),
    balance: new Ints(total + plan.users * 2),
    kind: new Ints(total + plan.users * 2),
    source: new Ints(total + plan.users * 2),
    at: new Moments(total + plan.users * 2),
    points: new Int32Array(plan.users),
    entries: new Int32Array(plan.users),
    counters: new Int32Array(plan.users * 4),
    streak: new Int32Array(plan.users),
    lastActiveDay: new Int32Array(plan.users).fill(-1),
    lastAction: new Float64Array(plan.users),
    progressUser: new Ints(plan.users * 4),
    progressOf: new Ints(plan.users * 4),
    progress: new Ints(plan.users * 4),
    progressBegun: new Moments(plan.users * 4),
    progressEarned: new Moments(plan.users * 4),
  };
  const today = new Int32Array(reasons.length);
  const begun = new Float64Array(4);
  const earned = new Float64Array(goals.length);

  for (let user = 0; user < plan.users; user += 1) {
    const from = events.offsets[user]!;
    const size = events.offsets[user + 1]! - from;
    const order = inOrderOfTime(events, plan.openedAt, from, size);
    let balance = 0;
    let sequence = 0;
    let day = -1;
    let activeDay = -1;
    let streak = 0;
    begun.fill(0);
    earned.fill(0);
    const enter = (amount: number, kind: number, source: number, at: number): void => {
      balance += amount;
      sequence += 1;
      ledger.user.push(user);
      ledger.sequence.push(sequence);
      ledger.amount.push(amount);
      ledger.balance.push(balance);
      ledger.kind.push(kind);
      ledger.source.push(source);
      ledger.at.push(at);
    };
    ledger.lastAction[user] = plan.joined[user]!;
    // The one event is the welcome.
    if (!isConfirmed(user, size)) continue;
    for (let n = 0; n < size; n += 1) {
      const event = from + order[n]!;
      const at = events.at[event]!;
      const kind = events.kind[event]!;
      const reason = kind & 7;
      const source = events.source[event]!;
      const eventDay = Math.floor(at / DAY_MS);
      if (eventDay !== day) {
        today.fill(0);
        day = eventDay;
      }
      today[reason]! += 1;
      if (today[reason]! <= dailyCaps[reason]!) enter(amounts[reason]!, kind, source, at);
      if (reason !== RECEIVED && reason !== ACCEPTED) ledger.lastAction[user] = at;
      if (reason < POST || reason > RECEIVED) continue;
      // A post that was hidden earned its points, but counts no more.
      const hidden = reason === POST && plan.postStatus[source] !== POST_PUBLISHED;
      if (hidden) continue;
      if (reason <= COMMENT && eventDay !== activeDay) {
        streak = eventDay === activeDay + 1 ? streak + 1 : 1;
        activeDay = eventDay;
      }
      const counter = user * 4 + reason - POST;
      ledger.counters[counter]! += 1;
      if (ledger.counters[counter] === 1) begun[reason - POST] = at;
      for (const goal of goalsOf[reason]!) {
        if (ledger.counters[counter] !== goal.atLeast) continue;
        earned[goal.index] = at;
        if (goal.points > 0) enter(goal.points, ACHIEVEMENT | (SOURCE_ACHIEVEMENT << 3), goal.index, at);
      }
    }
    ledger.points[user] = balance;
    ledger.entries[user] = sequence;
    ledger.streak[user] = streak;
    ledger.lastActiveDay[user] = activeDay;
    for (const goal of goals) {
      const count = ledger.counters[user * 4 + goal.counter - POST]!;
      if (count === 0) continue;
      ledger.progressUser.push(user);
      ledger.progressOf.push(goal.index);
      ledger.progress.push(Math.min(count, goal.atLeast));
      ledger.progressBegun.push(begun[goal.counter - POST]!);
      ledger.progressEarned.push(earned[goal.index]!);
    }
  }
  return ledger;
}

/** All events, sorted by user (counting sort), in no order of time yet. */
function gather(plan: LoadCommunityPlan): Events {
  const offsets = new Int32Array(plan.users + 1);
  each(plan, (user) => {
    offsets[user + 1]! += 1;
  });
  for (let user = 0; user < plan.users; user += 1) offsets[user + 1]! += offsets[user]!;
  const total = offsets[plan.users]!;
  const next = offsets.slice();
  const events = {
    offsets,
    kind: new Uint8Array(total),
    source: new Int32Array(total),
    at: new Float64Array(total),
  };
  each(plan, (user, kind, source, at) => {
    const place = next[user]!;
    next[user] = place + 1;
    events.kind[place] = kind;
    events.source[place] = source;
    events.at[place] = at;
  });
  return events;
}

/** Calls back for every event that the economy knows, always in the same order. */
function each(
  plan: LoadCommunityPlan,
  found: (user: number, kind: number, source: number, at: number) => void,
): void {
  for (let user = 0; user < plan.users; user += 1) {
    found(user, WELCOME | (SOURCE_USER << 3), user, plan.joined[user]!);
  }
  for (let post = 0; post < plan.posts; post += 1) {
    found(plan.postAuthor[post]!, POST | (SOURCE_POST << 3), post, plan.postCreated[post]!);
  }
  const comments = plan.commentPost.length;
  for (let comment = 0; comment < comments; comment += 1) {
    const author = plan.commentAuthor.data[comment]!;
    found(author, COMMENT | (SOURCE_COMMENT << 3), comment, plan.commentCreated.data[comment]!);
    const accepted = plan.commentAccepted.data[comment]!;
    if (accepted > 0) found(author, ACCEPTED | (SOURCE_COMMENT << 3), comment, accepted);
  }
  for (let like = 0; like < plan.postLikeUser.length; like += 1) {
    const target = plan.postLikeTarget.data[like]!;
    const at = plan.postLikeAt.data[like]!;
    found(plan.postLikeUser.data[like]!, GIVEN | (SOURCE_POST_LIKE << 3), target, at);
    found(plan.postAuthor[target]!, RECEIVED | (SOURCE_POST_LIKE << 3), target, at);
  }
  for (let like = 0; like < plan.commentLikeUser.length; like += 1) {
    const target = plan.commentLikeTarget.data[like]!;
    const at = plan.commentLikeAt.data[like]!;
    found(plan.commentLikeUser.data[like]!, GIVEN | (SOURCE_COMMENT_LIKE << 3), target, at);
    found(plan.commentAuthor.data[target]!, RECEIVED | (SOURCE_COMMENT_LIKE << 3), target, at);
  }
}

/** Events that fit beside a time of the span (36 bits of milliseconds) in the 53 bits of a number. */
const PACKABLE = 1 << 16;
const packed = new Float64Array(PACKABLE);
const packedOrder = new Int32Array(PACKABLE);

/**
 * Positions, relative to `from`, in order of time; valid until the next call. Time and position are sorted as one
 * number, which is fast.
 */
function inOrderOfTime(events: Events, openedAt: number, from: number, size: number): Int32Array {
  if (size <= PACKABLE) {
    for (let n = 0; n < size; n += 1) packed[n] = (events.at[from + n]! - openedAt) * PACKABLE + n;
    packed.subarray(0, size).sort();
    for (let n = 0; n < size; n += 1) {
      const both = packed[n]!;
      packedOrder[n] = both - Math.floor(both / PACKABLE) * PACKABLE;
    }
    return packedOrder;
  }
  const order = Int32Array.from({ length: size }, (_, n) => n);
  return order.toSorted((a, b) => events.at[from + a]! - events.at[from + b]! || a - b);
}
