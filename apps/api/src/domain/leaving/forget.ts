import type { CommunityTransaction } from '@agora/db';
import { removeTwoFactor } from '../accounts/remove-two-factor.ts';
import type { SealedTokens } from '../../oauth/revoke-tokens.ts';

/**
 * Takes away what only who left could see: sessions, second factor, passkeys, mailed and providers' tokens, drafts, followed threads,
 * inbox, preferences, kept answers.
 * Comes after the user was locked, and so sees what came about before. What was published stays, as do the ledger, the
 * likes and the acts of moderation.
 * @returns the providers' tokens, to be given back
 */
export async function forget(
  transaction: CommunityTransaction,
  { communityId, userId }: { readonly communityId: string; readonly userId: string },
): Promise<SealedTokens[]> {
  const where = { communityId, userId };
  const linked = await transaction.oAuthAccount.findMany({
    where,
    select: {
      provider: true,
      providerAccountId: true,
      accessToken: true,
      refreshToken: true,
      keyVersion: true,
    },
  });
  await transaction.oAuthAccount.deleteMany({ where });
  await transaction.oAuthGrant.updateMany({
    where: {
      communityId,
      OR: linked.map(({ provider, providerAccountId }) => ({ provider, providerAccountId })),
    },
    data: {
      email: null,
      handle: '',
      displayName: '',
      accessToken: null,
      refreshToken: null,
      usedAt: new Date(),
    },
  });
  await removeTwoFactor(transaction, where);
  await transaction.passkey.deleteMany({ where });
  await transaction.refreshToken.deleteMany({ where });
  await transaction.accountToken.deleteMany({ where });
  await transaction.idempotencyKey.deleteMany({ where });
  await transaction.postFollow.deleteMany({ where });
  await transaction.notification.deleteMany({ where });
  await transaction.userPreference.deleteMany({ where });
  await transaction.post.deleteMany({ where: { communityId, authorId: userId, status: 'DRAFT' } });
  return linked;
}
