import type { Client } from '@agora/postgres';
import { type AchievementRule, type Counter, counters, type LevelRule } from '../../../../economy/index.ts';
import { rowsInBatches, rowsOf } from '../../../../sql/index.ts';
import { heldAchievementsSql } from './held-achievements.sql.ts';
import { ledgerEntriesSql, type LedgerEntriesRow } from './ledger-entries.sql.ts';
import { storedAccountsSql } from './stored-accounts.sql.ts';
import { storedAchievementsSql } from './stored-achievements.sql.ts';
import { storedLevelsSql } from './stored-levels.sql.ts';
import { storedStatisticsSql } from './stored-statistics.sql.ts';

/** What a community rewards, as it is stored. */
export interface StoredRules {
  readonly levels: readonly LevelRule[];
  readonly achievements: readonly (AchievementRule & { readonly id: string })[];
}

/** What is counted of a user. Days are counted from 1970 (UTC). */
export interface Statistics extends Readonly<Record<Counter, number>> {
  readonly lastActiveDay: number | null;
}

/** A user's standing as it is stored, and what it has to follow from. */
export interface StoredStanding {
  readonly community: string;
  readonly user: string;
  readonly points: number;
  readonly entries: number;
  readonly level: number;
  /** Null where statistics are not kept. */
  readonly statistics: Statistics | null;
  /** By achievement; null where none are kept. */
  readonly held: Readonly<Record<string, { readonly progress: number; readonly earned: boolean }>> | null;
  /** What is there: published posts and comments, likes. */
  readonly counted: Readonly<Record<Exclude<Counter, 'streakDays'>, number>>;
  /** Days with a published post or comment, the first first. */
  readonly days: readonly number[];
}

/** An entry of the ledger as it is stored. */
export type StoredEntry = LedgerEntriesRow;

/** Rules by community. */
export async function readRules(
  client: Client,
  communities: readonly string[],
): Promise<ReadonlyMap<string, StoredRules>> {
  const levels = await rowsOf(client, storedLevelsSql({ communities }));
  const achievements = (await rowsOf(client, storedAchievementsSql({ communities }))).flatMap((row) => {
    const counter = counters.find((name) => name === row.counter);
    return counter === undefined ? [] : [{ ...row, counter }];
  });
  return new Map(
    communities.map((id) => [
      id,
      { levels: ofCommunity(levels, id), achievements: ofCommunity(achievements, id) },
    ]),
  );
}

function ofCommunity<Row extends { readonly community: string }>(
  rows: readonly Row[],
  id: string,
): readonly Row[] {
  return rows.filter(({ community }) => community === id);
}

/** Entries read at once. */
const BATCH = 10_000;

/** Every entry, user by user and each user's in order of time; in a transaction. */
export function readEntries(client: Client, communities: readonly string[]): AsyncGenerator<StoredEntry> {
  return rowsInBatches(client, ledgerEntriesSql({ communities }), BATCH);
}

/** Everybody's standing. */
export async function readStanding(
  client: Client,
  communities: readonly string[],
): Promise<StoredStanding[]> {
  const accounts = await rowsOf(client, storedAccountsSql({ communities }));
  const statistics = new Map(
    (await rowsOf(client, storedStatisticsSql({ communities }))).map(({ community, user, ...counted }) => [
      `${community} ${user}`,
      counted,
    ]),
  );
  const held = await readHeld(client, communities);
  return accounts.map(({ community, user, points, entries, level, days, ...counted }) => ({
    community,
    user,
    points,
    entries,
    level,
    counted,
    days: days === '' ? [] : days.split(',').map(Number),
    statistics: statistics.get(`${community} ${user}`) ?? null,
    held: held.has(community) ? (held.get(community)?.get(user) ?? {}) : null,
  }));
}

type Held = Record<string, { readonly progress: number; readonly earned: boolean }>;

/** By community and user; without communities that keep none. */
async function readHeld(
  client: Client,
  communities: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Held>>> {
  const held = new Map<string, Map<string, Held>>();
  for (const row of await rowsOf(client, heldAchievementsSql({ communities }))) {
    const users = held.get(row.community) ?? new Map<string, Held>();
    const own = users.get(row.user) ?? {};
    own[row.achievement] = { progress: row.progress, earned: row.earned };
    users.set(row.user, own);
    held.set(row.community, users);
  }
  return held;
}
