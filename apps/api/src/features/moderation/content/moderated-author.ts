import type { CommunityTransaction, UserStatus } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../../../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';

/**
 * Tells an author what a moderator did to what they wrote: nobody who has left, and no moderator of their own acts.
 * @param author locked, so that they do not leave meanwhile
 */
export async function tellAuthor(
  transaction: CommunityTransaction,
  { communityId, userId: actorId }: Viewer,
  author: { readonly id: string; readonly status: UserStatus } | undefined,
  about: { readonly postId: string; readonly commentId?: string },
): Promise<void> {
  if (author === undefined || author.id === actorId || author.status === 'DEACTIVATED') return;
  await transaction.notification.create({
    data: { ...about, communityId, id: uuid7(), userId: author.id, kind: 'MODERATION', actorId },
    select: { id: true },
  });
}

/** Counts again what an author has published, and brings their achievements up to it. */
export async function recountAuthor(run: RunInPrisma, communityId: string, userId: string): Promise<void> {
  await run(recountStatisticsSql({ communityId, userId }));
  await run(refreshAchievementsSql({ communityId, userId, entryIds: ledgerIds() }));
}
