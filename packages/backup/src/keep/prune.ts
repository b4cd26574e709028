import type { BackupStore } from '../store/store.ts';
import type { ListedBackup } from './list.ts';

/** How long backups are kept. What is left out keeps none by that rule. */
export interface KeepRules {
  /** Every backup of the last so many hours. */
  readonly hours?: number | undefined;
  /** The last backup of each of the last so many days (UTC) that have one. */
  readonly daily?: number | undefined;
  /** The last backup of each of the last so many weeks (from Monday, UTC) that have one. */
  readonly weekly?: number | undefined;
}

/** What is kept, with every reason, and what goes. */
export interface PrunePlan {
  readonly keep: readonly { readonly backup: ListedBackup; readonly why: readonly string[] }[];
  readonly remove: readonly ListedBackup[];
}

/**
 * Decides what may go. The newest backup of each database stays, and so does the last that was verified. That of a database
 * that a recovery put aside stays for as long as any rule reaches. One whose manifest is damaged stays: what it is of cannot
 * be told. Pure.
 */
export function planPrune(listed: readonly ListedBackup[], rules: KeepRules, now: Date): PrunePlan {
  const why = new Map<ListedBackup, string[]>();
  const keep = (backup: ListedBackup | undefined, reason: string): void => {
    if (backup !== undefined) why.set(backup, [...(why.get(backup) ?? []), reason]);
  };
  const databases = new Map<string, ListedBackup[]>();
  for (const backup of listed) {
    if (backup.head === undefined) keep(backup, 'damaged: look at it');
    else if (backup.head.formerly !== undefined) {
      if (completedAt(backup) >= now.getTime() - reachOf(rules))
        keep(backup, `of what was ${backup.head.formerly}`);
    } else databases.set(backup.head.database, [...(databases.get(backup.head.database) ?? []), backup]);
  }
  for (const backups of databases.values()) {
    const newest = backups.toSorted((a, b) => completedAt(b) - completedAt(a));
    keep(newest[0], 'the newest');
    keep(
      newest.find(({ verifiedAt }) => verifiedAt !== undefined),
      'the last verified',
    );
    const since = now.getTime() - (rules.hours ?? 0) * HOUR;
    for (const backup of newest)
      if (completedAt(backup) >= since) keep(backup, `of the last ${rules.hours} hours`);
    for (const [backup, day] of lastOfEach(newest, DAY, 0).slice(0, rules.daily ?? 0))
      keep(backup, `daily: ${day}`);
    // 1 January 1970 was a Thursday: weeks from Monday begin three days before.
    for (const [backup, week] of lastOfEach(newest, 7 * DAY, 3 * DAY).slice(0, rules.weekly ?? 0))
      keep(backup, `weekly: from ${week}`);
  }
  return Object.freeze({
    keep: listed.flatMap((backup) => {
      const reasons = why.get(backup);
      return reasons === undefined ? [] : [{ backup, why: reasons }];
    }),
    remove: listed.filter((backup) => !why.has(backup)),
  });
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds. */
const reachOf = ({ hours = 0, daily = 0, weekly = 0 }: KeepRules): number =>
  Math.max(hours * HOUR, daily * DAY, weekly * 7 * DAY);

const completedAt = ({ head }: ListedBackup): number => Date.parse(head?.completed ?? '');

/** The newest of each period, with the day it begins. */
function lastOfEach(
  newest: readonly ListedBackup[],
  period: number,
  shift: number,
): readonly (readonly [ListedBackup, string])[] {
  const found = new Map<number, ListedBackup>();
  for (const backup of newest) {
    const number = Math.floor((completedAt(backup) + shift) / period);
    if (!found.has(number)) found.set(number, backup);
  }
  return [...found].map(([number, backup]) => [
    backup,
    new Date(number * period - shift).toISOString().slice(0, 10),
  ]);
}

/** Removes what the plan says. @returns the names removed, one after the other */
export async function prune(store: BackupStore, plan: PrunePlan): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const { name } of plan.remove) {
    await store.remove(name);
    removed.push(name);
  }
  return removed;
}
