import { ActivityDays, dayOf } from './activity-days.ts';
import { kindOf, Reason, reasonNames, reasonOf, Source } from './kinds.ts';
import {
  type COMMENTS,
  counters,
  type EconomyRules,
  isReached,
  levelOf,
  type LIKES_GIVEN,
  type LIKES_RECEIVED,
  type POSTS,
  progressOf,
  STREAK_DAYS,
} from './rules.ts';

/**
 * Takes an entry of the ledger, which the account then has counted in already.
 * @param account its `at` is the entry's time
 * @param kind reason and source, see `kinds.ts`
 * @param source number of what caused it, among its like; the achievement's for an achievement
 */
export type TakeEntry = (account: Account, amount: number, kind: number, source: number) => void;

/**
 * What follows for one user from what happens to them, told in order of time: the same that the database's functions
 * and the API's statements do at run time (docs/adr/0012). Nothing is allocated for an event. Times are milliseconds
 * since 1970.
 */
export class Account {
  points = 0;
  /** Entries in the ledger. */
  entries = 0;
  /** When the last of them was made. */
  at = 0;
  /** By the numbers of `counters`. */
  readonly counters = new Int32Array(counters.length);
  readonly days = new ActivityDays();
  /** By achievement: when its counter first was above zero, and when it was reached; 0 when it is not. */
  readonly begunAt: Float64Array;
  readonly earnedAt: Float64Array;
  readonly #paid: Uint8Array;
  readonly #rules: EconomyRules;
  readonly #take: TakeEntry;
  #today = -1;
  /** Rewarded acts of today, by reason. */
  readonly #rewarded = new Int32Array(reasonNames.length);

  constructor(rules: EconomyRules, take: TakeEntry) {
    this.#rules = rules;
    this.#take = take;
    this.begunAt = new Float64Array(rules.achievements.length);
    this.earnedAt = new Float64Array(rules.achievements.length);
    this.#paid = new Uint8Array(rules.achievements.length);
  }

  /** Makes it a new user's. */
  clear(): void {
    this.points = 0;
    this.entries = 0;
    this.at = 0;
    this.counters.fill(0);
    this.days.clear();
    this.begunAt.fill(0);
    this.earnedAt.fill(0);
    this.#paid.fill(0);
    this.#today = -1;
  }

  get level(): number {
    return levelOf(this.#rules, this.points);
  }

  /** How far the user is with an achievement. */
  progress(achievement: number): number {
    const rule = this.#rules.achievements[achievement]!;
    return progressOf(rule, this.counters[rule.counter]!);
  }

  /** Pays what an act is worth, unless as many of its kind have been paid today as may be; what it paid. */
  earn(kind: number, source: number, at: number): number {
    const reason = reasonOf(kind);
    const worth = this.#rules.worth[reason]!;
    if (worth === 0) return 0;
    const day = dayOf(at);
    if (day !== this.#today) {
      this.#rewarded.fill(0);
      this.#today = day;
    }
    if (this.#rewarded[reason]! >= this.#rules.dailyCap[reason]!) return 0;
    this.#rewarded[reason]! += 1;
    this.#enter(worth, kind, source, at);
    return worth;
  }

  /** Moves the balance by an amount of its own, as tips and adjustments do; not below zero, and then not at all. */
  move(amount: number, kind: number, source: number, at: number): boolean {
    if (this.points + amount < 0) return false;
    this.#enter(amount, kind, source, at);
    return true;
  }

  /** A post or a comment was published now, or one that was published before is again. */
  publish(counter: typeof POSTS | typeof COMMENTS, publishedAt: number, at: number): void {
    this.days.add(dayOf(publishedAt));
    this.#countWritten(counter, 1, at);
  }

  /** A post or a comment is no longer published. */
  withdraw(counter: typeof POSTS | typeof COMMENTS, publishedAt: number, at: number): void {
    this.days.remove(dayOf(publishedAt));
    this.#countWritten(counter, -1, at);
  }

  /** A like was given or received, or taken back. */
  like(counter: typeof LIKES_GIVEN | typeof LIKES_RECEIVED, change: 1 | -1, at: number): void {
    this.counters[counter]! += change;
    this.#refreshAchievements(at);
  }

  #countWritten(counter: number, change: number, at: number): void {
    this.counters[counter]! += change;
    this.counters[STREAK_DAYS] = this.days.streak;
    this.#refreshAchievements(at);
  }

  /** What the counters reach is earned, and paid the first time; what they no longer reach is lost. */
  #refreshAchievements(at: number): void {
    const { achievements } = this.#rules;
    for (let n = 0; n < achievements.length; n += 1) {
      const rule = achievements[n]!;
      const count = this.counters[rule.counter]!;
      if (count > 0 && this.begunAt[n] === 0) this.begunAt[n] = at;
      if (!isReached(rule, count)) this.earnedAt[n] = 0;
      else if (this.earnedAt[n] === 0) {
        this.earnedAt[n] = at;
        if (rule.points === 0 || this.#paid[n] === 1) continue;
        this.#paid[n] = 1;
        this.#enter(rule.points, ACHIEVEMENT, n, at);
      }
    }
  }

  #enter(amount: number, kind: number, source: number, at: number): void {
    this.points += amount;
    this.entries += 1;
    this.at = at;
    this.#take(this, amount, kind, source);
  }
}

const ACHIEVEMENT = kindOf(Reason.ACHIEVEMENT, Source.ACHIEVEMENT);
