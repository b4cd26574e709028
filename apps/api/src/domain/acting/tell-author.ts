import type { CommunityTransaction, UserStatus } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import { uuid7 } from '../../database/uuid7.ts';

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
