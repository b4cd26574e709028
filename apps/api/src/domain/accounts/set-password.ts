import type { CommunityTransaction } from '@agora/db';
import { endSessions } from '../sessions/end-sessions.ts';
import { endStrayTokens } from './mail-tokens.ts';

/**
 * Gives a user, who is locked, another password. All sessions end, and so does what was mailed for another password, or to
 * an address which is not that of the account.
 */
export async function setPassword(
  transaction: CommunityTransaction,
  user: { readonly communityId: string; readonly userId: string; readonly email: string },
  changes: {
    /** argon2id in PHC format; null: no password logs in. */
    readonly passwordHash: string | null;
    /** Since when the address counts as proved; left out: it stays. */
    readonly emailVerifiedAt?: Date;
  },
): Promise<void> {
  const { communityId, userId, email } = user;
  await transaction.user.update({
    where: { communityId_id: { communityId, id: userId } },
    data: { ...changes, tokenVersion: { increment: 1 } },
    select: { id: true },
  });
  await endSessions(transaction, user);
  await transaction.accountToken.deleteMany({ where: { communityId, userId, purpose: 'RESET_PASSWORD' } });
  await endStrayTokens(transaction, user, email);
}
