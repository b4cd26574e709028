import type { CommunityTransaction } from '@agora/db';

/**
 * Ends all refresh tokens of a user. Comes after what counts their token version up: that waits for who is making one, and
 * this query then sees what they made.
 */
export async function endSessions(
  transaction: CommunityTransaction,
  { communityId, userId }: { readonly communityId: string; readonly userId: string },
): Promise<void> {
  await transaction.refreshToken.updateMany({
    where: { communityId, userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}
