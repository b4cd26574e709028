import { isDeepStrictEqual } from 'node:util';
import { ActivityDays, isReached, levelOf, progressOf } from '../../../economy/index.ts';
import type { Statistics, StoredEntry, StoredRules, StoredStanding } from './read/read-standing.ts';

/** An entry that gets another number or balance. */
export type RenumberedEntry = Pick<StoredEntry, 'community' | 'id' | 'sequence' | 'balance'>;

/** What a user's entries come to. */
interface LedgerEnd {
  readonly points: number;
  readonly entries: number;
}

/** A user whose balance or level is to change. */
export type ChangedAccount = Pick<StoredStanding, 'community' | 'user' | 'points' | 'entries' | 'level'>;

/** A user whose statistics are to change. */
export interface ChangedStatistics extends Statistics {
  readonly community: string;
  readonly user: string;
}

/** What has to change so that everybody's standing follows from what is there. */
export interface StandingPlan {
  readonly accounts: readonly ChangedAccount[];
  readonly statistics: readonly ChangedStatistics[];
  /** Users whose achievements are to follow their counters. */
  readonly achievers: readonly Pick<StoredStanding, 'community' | 'user'>[];
}

/**
 * Numbers one user's entries from one, and adds their amounts up. Told them in order of time, it returns those that
 * differ from what is stored.
 */
export class LedgerNumbering {
  readonly ends = new Map<string, LedgerEnd>();

  next({ community, user, id, sequence, amount, balance }: StoredEntry): RenumberedEntry | undefined {
    const key = keyOf({ community, user });
    const { points, entries } = this.ends.get(key) ?? nothing;
    const end = { points: points + amount, entries: entries + 1 };
    this.ends.set(key, end);
    return sequence === end.entries && balance === end.points
      ? undefined
      : { community, id, sequence: end.entries, balance: end.points };
  }
}

/**
 * Decides what has to change. Pure.
 * @param ends what entries come to, as {@link LedgerNumbering} has it
 */
export function decideStanding(
  stored: readonly StoredStanding[],
  ends: ReadonlyMap<string, LedgerEnd>,
  rules: ReadonlyMap<string, StoredRules>,
): StandingPlan {
  const accounts: ChangedAccount[] = [];
  const statistics: ChangedStatistics[] = [];
  const achievers: Pick<StoredStanding, 'community' | 'user'>[] = [];
  for (const one of stored) {
    const { community, user, held } = one;
    const { levels, achievements } = rules.get(community)!;
    const { points, entries } = ends.get(keyOf(one)) ?? nothing;
    const level = levelOf({ levels }, points);
    if (points !== one.points || entries !== one.entries || level !== one.level)
      accounts.push({ community, user, points, entries, level });
    if (one.statistics === null) continue;
    const counted = countedOf(one);
    if (!isDeepStrictEqual(counted, one.statistics)) statistics.push({ community, user, ...counted });
    if (held === null) continue;
    const differs = achievements.some((rule) => {
      const { progress, earned } = held[rule.id] ?? unbegun;
      const count = counted[rule.counter];
      return progress !== progressOf(rule, count) || earned !== isReached(rule, count);
    });
    if (differs) achievers.push({ community, user });
  }
  return { accounts, statistics, achievers };
}

const nothing: LedgerEnd = { points: 0, entries: 0 };
const unbegun = { progress: 0, earned: false };

function countedOf({ counted, days }: StoredStanding): Statistics {
  const activity = new ActivityDays();
  for (const day of days) activity.add(day);
  return { ...counted, streakDays: activity.streak, lastActiveDay: days.length === 0 ? null : activity.last };
}

function keyOf({ community, user }: Pick<StoredStanding, 'community' | 'user'>): string {
  return `${community} ${user}`;
}
