import { randomInt } from 'node:crypto';
import type { Client } from '@agora/postgres';
import { uuid7 } from '@agora/seeding/random';
import { rowsOf } from '../../../../sql/index.ts';
import type { ChangedAccount, ChangedStatistics, RenumberedEntry, StandingPlan } from '../decide-standing.ts';
import { numberBeyondSql } from './number-beyond.sql.ts';
import type { StoredRules } from '../read/read-standing.ts';
import { refreshAchievementsSql } from './refresh-achievements.sql.ts';
import { renumberEntriesSql } from './renumber-entries.sql.ts';
import { writeAccountsSql } from './write-accounts.sql.ts';
import { writeStatisticsSql } from './write-statistics.sql.ts';

/** Far beyond any number in use: out of the way while entries are numbered anew. */
const BEYOND = 1_000_000_000;

/** Makes room for the seeds' own numbers; {@link renumberEntries} numbers people's entries on from those. */
export async function numberBeyond(client: Client, communities: readonly string[]): Promise<void> {
  await rowsOf(client, numberBeyondSql({ communities, beyond: BEYOND }));
}

/** Gives entries their numbers and balances. The guard of the ledger has to be lifted. */
export async function renumberEntries(client: Client, entries: readonly RenumberedEntry[]): Promise<void> {
  const columns = {
    beyond: BEYOND,
    communities: columnOf(entries, 'community'),
    ids: columnOf(entries, 'id'),
    sequences: columnOf(entries, 'sequence'),
    balances: columnOf(entries, 'balance'),
  };
  for (const statement of renumberEntriesSql) await rowsOf(client, statement(columns));
}

/**
 * Does what was decided. A balance that would fall below zero fails (users_points_check), and with it the whole
 * transaction.
 */
export async function writeStanding(
  client: Client,
  { accounts, statistics, achievers }: StandingPlan,
  rules: ReadonlyMap<string, StoredRules>,
): Promise<void> {
  await writeAccounts(client, accounts);
  await writeStatistics(client, statistics);
  for (const { community, user } of achievers) {
    const entryIds = rules
      .get(community)!
      .achievements.map((_, n) => uuid7(Date.now(), randomInt(2 ** 32), n));
    await rowsOf(client, refreshAchievementsSql({ communityId: community, userId: user, entryIds }));
  }
}

async function writeAccounts(client: Client, accounts: readonly ChangedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  await rowsOf(
    client,
    writeAccountsSql({
      communities: columnOf(accounts, 'community'),
      users: columnOf(accounts, 'user'),
      points: columnOf(accounts, 'points'),
      entries: columnOf(accounts, 'entries'),
      levels: columnOf(accounts, 'level'),
    }),
  );
}

async function writeStatistics(client: Client, statistics: readonly ChangedStatistics[]): Promise<void> {
  if (statistics.length === 0) return;
  await rowsOf(
    client,
    writeStatisticsSql({
      communities: columnOf(statistics, 'community'),
      users: columnOf(statistics, 'user'),
      posts: columnOf(statistics, 'posts'),
      comments: columnOf(statistics, 'comments'),
      likesGiven: columnOf(statistics, 'likesGiven'),
      likesReceived: columnOf(statistics, 'likesReceived'),
      streaks: columnOf(statistics, 'streakDays'),
      days: columnOf(statistics, 'lastActiveDay'),
    }),
  );
}

function columnOf<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name]);
}
