import type { AccountTokenPurpose, CommunityTransaction } from '@agora/db';
import { z } from 'zod';
import { hashOpaqueToken } from '../../../auth/opaque-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { transactionTime } from '../../../database/transaction-time.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';

export const mailTokenRequest = z
  .strictObject({ token: z.string().min(20).max(200) })
  .meta({ id: 'MailTokenRequest' });

/** What a mailed token says. */
export interface TakenToken {
  /** The address it was sent to. */
  readonly email: string;
  readonly createdAt: Date;
  readonly takenAt: Date;
  /** Whose it is, locked. */
  readonly user: {
    readonly communityId: string;
    readonly userId: string;
    readonly email: string;
    readonly username: string;
    readonly emailVerifiedAt: Date | null;
  };
}

/**
 * Uses a mailed token up, and locks its user.
 * @returns undefined when it is good for nothing: unknown, of another purpose, used or too old, or its user has left
 */
export async function takeMailToken(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  given: { readonly communityId: string; readonly token: string; readonly purpose: AccountTokenPurpose },
): Promise<TakenToken | undefined> {
  const { communityId, purpose } = given;
  const tokenHash = Uint8Array.from(hashOpaqueToken(given.token));
  const token = await transaction.accountToken.findUnique({
    where: { communityId_tokenHash: { communityId, tokenHash } },
    select: { id: true, userId: true, email: true, createdAt: true },
  });
  if (token === null) return undefined;
  const { id, userId, email, createdAt } = token;
  await run(lockPeopleSql({ communityId, userIds: [userId] }));
  const takenAt = await transactionTime(run);
  const { count } = await transaction.accountToken.updateMany({
    where: { communityId, id, purpose, usedAt: null, expiresAt: { gt: takenAt } },
    data: { usedAt: takenAt },
  });
  if (count === 0) return undefined;
  const user = await transaction.user.findUnique({
    where: { communityId_id: { communityId, id: userId }, status: { not: 'DEACTIVATED' } },
    select: { email: true, username: true, emailVerifiedAt: true },
  });
  return user === null ? undefined : { email, createdAt, takenAt, user: { communityId, userId, ...user } };
}
