import type { Client } from '@agora/postgres';
import { lockPeopleSql } from '../domain/acting/lock-people.sql.ts';
import { ledgerIds } from '../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../domain/standing/refresh-achievements.sql.ts';
import { rowsOf } from '@agora/db/sql';

/** What counts authors again; see {@link recountAuthors}. */
export type RecountAuthors = typeof recountAuthors;

/**
 * Counts again what authors have published, and brings their achievements up to it, in a transaction that is open in
 * their community. Threads that were changed are locked before people are, here as everywhere.
 */
export async function recountAuthors(
  client: Client,
  communityId: string,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await rowsOf(client, lockPeopleSql({ communityId, userIds }));
  for (const userId of userIds) {
    await rowsOf(client, recountStatisticsSql({ communityId, userId }));
    await rowsOf(client, refreshAchievementsSql({ communityId, userId, entryIds: ledgerIds() }));
  }
}
