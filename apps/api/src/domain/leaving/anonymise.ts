import { randomUUID } from 'node:crypto';
import type { CommunityTransaction } from '@agora/db';
import { leftName } from './left-name.ts';

/**
 * Deactivates an account, which is locked, and takes out of it who it was. The address and the name are free again; what
 * stands for them is made at random, or somebody could take it beforehand.
 */
export async function anonymise(
  transaction: CommunityTransaction,
  { communityId, userId }: { readonly communityId: string; readonly userId: string },
): Promise<void> {
  await transaction.user.update({
    where: { communityId_id: { communityId, id: userId } },
    data: {
      status: 'DEACTIVATED',
      role: 'MEMBER',
      email: `${randomUUID()}@deleted.invalid`,
      username: leftName(),
      displayName: 'Deleted user',
      passwordHash: null,
      bio: '',
      avatar: null,
      emailVerifiedAt: null,
      lastSeenAt: null,
      tokenVersion: { increment: 1 },
    },
    select: { id: true },
  });
}
