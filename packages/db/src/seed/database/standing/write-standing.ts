import { randomInt } from 'node:crypto';
import type { Client } from '@agora/postgres';
import { uuid7 } from '@agora/seeding/random';
import type { ChangedAccount, ChangedStatistics, RenumberedEntry, StandingPlan } from './decide-standing.ts';
import type { StoredRules } from './read-standing.ts';

/** Far beyond any number in use: out of the way while entries are numbered anew. */
const BEYOND = 1_000_000_000;

/** Makes room for the seeds' own numbers; {@link renumberEntries} numbers people's entries on from those. */
export async function numberBeyond(client: Client, communities: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE point_transactions SET sequence = sequence + ${BEYOND} WHERE community_id = ANY ($1::uuid[])`,
    [communities],
  );
}

/** Gives entries their numbers and balances. The guard of the ledger has to be lifted. */
export async function renumberEntries(client: Client, entries: readonly RenumberedEntry[]): Promise<void> {
  const columns = [columnOf(entries, 'community'), columnOf(entries, 'id')];
  // No step may meet a number that is still taken.
  await client.query(
    `UPDATE point_transactions t SET sequence = t.sequence + ${BEYOND}
       FROM unnest($1::uuid[], $2::uuid[]) e(community, id)
      WHERE t.community_id = e.community AND t.id = e.id AND t.sequence < ${BEYOND}`,
    columns,
  );
  await client.query(
    `UPDATE point_transactions t SET sequence = e.sequence, balance_after = e.balance
       FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) e(community, id, sequence, balance)
      WHERE t.community_id = e.community AND t.id = e.id`,
    [...columns, columnOf(entries, 'sequence'), columnOf(entries, 'balance')],
  );
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
    const ids = rules.get(community)!.achievements.map((_, n) => uuid7(Date.now(), randomInt(2 ** 32), n));
    await client.query('SELECT agora_refresh_achievements($1, $2, $3::uuid[])', [community, user, ids]);
  }
}

async function writeAccounts(client: Client, accounts: readonly ChangedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  await client.query(
    `UPDATE users u SET points = a.points, ledger_sequence = a.entries, level = a.level
       FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[]) a(community, id, points, entries, level)
      WHERE u.community_id = a.community AND u.id = a.id`,
    (['community', 'user', 'points', 'entries', 'level'] as const).map((name) => columnOf(accounts, name)),
  );
}

async function writeStatistics(client: Client, statistics: readonly ChangedStatistics[]): Promise<void> {
  if (statistics.length === 0) return;
  const names = [
    'community',
    'user',
    'posts',
    'comments',
    'likesGiven',
    'likesReceived',
    'streakDays',
    'lastActiveDay',
  ] as const;
  await client.query(
    `UPDATE user_statistics s SET posts = n.posts, comments = n.comments, likes_given = n.given, likes_received = n.received,
            streak_days = n.streak, last_active_on = DATE '1970-01-01' + n.day
       FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])
              n(community, id, posts, comments, given, received, streak, day)
      WHERE s.community_id = n.community AND s.user_id = n.id`,
    names.map((name) => columnOf(statistics, name)),
  );
}

function columnOf<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name]);
}
