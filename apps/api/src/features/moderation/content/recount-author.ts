import type { RunInPrisma } from '../../../database/forum.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../../../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';

/** Counts again what an author has published, and brings their achievements up to it. */
export async function recountAuthor(run: RunInPrisma, communityId: string, userId: string): Promise<void> {
  await run(recountStatisticsSql({ communityId, userId }));
  await run(refreshAchievementsSql({ communityId, userId, entryIds: ledgerIds() }));
}
