import type { AccountTokenPurpose, CommunityTransaction } from '@agora/db';
import type { RunInPrisma } from '../../database/forum.ts';
import { transactionTime } from '../../database/transaction-time.ts';
import { uuid7 } from '../../database/uuid7.ts';

interface User {
  readonly communityId: string;
  readonly userId: string;
}

/** Keeps a token that is mailed to an address; earlier ones of the user's for the same purpose end. */
export async function replaceMailToken(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { communityId, userId }: User,
  made: {
    readonly purpose: AccountTokenPurpose;
    readonly email: string;
    readonly hash: Uint8Array;
    /** For how long it is good. */
    readonly hours: number;
  },
): Promise<{ expiresAt: Date }> {
  const { purpose, email, hash, hours } = made;
  await transaction.accountToken.deleteMany({ where: { communityId, userId, purpose } });
  const createdAt = await transactionTime(run);
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000);
  const token = { id: uuid7(), purpose, tokenHash: Uint8Array.from(hash), email, createdAt, expiresAt };
  await transaction.accountToken.create({
    data: { communityId, userId, ...token },
    select: { id: true },
  });
  return { expiresAt };
}

/**
 * Ends the tokens that went to an address which is not that of the account: one asked for instead and not proved yet, or
 * one it had before.
 * @param email that of the account
 */
export async function endStrayTokens(
  transaction: CommunityTransaction,
  { communityId, userId }: User,
  email: string,
): Promise<void> {
  await transaction.accountToken.deleteMany({
    where: { communityId, userId, usedAt: null, email: { not: email } },
  });
}
