import type { Forum } from '../database/forum.ts';
import { transactionTime } from '../database/transaction-time.ts';
import { uuid7 } from '../database/uuid7.ts';
import { noteAct } from '../domain/acting/note-act.ts';
import { awardWelcomeSql } from '../domain/standing/award-welcome.sql.ts';
import type { LeftAccount } from './account.ts';
import { lockedAccount } from './locked-account.ts';

/** An account whose address counts as proved now. */
export interface VerifiedAccount {
  readonly left: false;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  /** Since when, as ISO 8601 has it; null: only now. */
  readonly verifiedBefore: string | null;
}

/**
 * Counts the address of an account as proved, with what proving it gives: the account can log in and is shown, and has
 * the welcome bonus. In the log of moderation, unless it was proved before: then nothing changes.
 * @returns undefined without such an account
 */
export function verifyAccount(
  forum: Forum,
  communityId: string,
  username: string,
): Promise<VerifiedAccount | LeftAccount | undefined> {
  return forum.prismaTransaction(async (transaction, run) => {
    const account = await lockedAccount(transaction, run, { communityId, username });
    if (account === undefined) return undefined;
    if (account.status === 'DEACTIVATED') return { left: true };
    const { id, email, emailVerifiedAt } = account;
    const verified = { left: false, id, username, email } as const;
    if (emailVerifiedAt !== null) return { ...verified, verifiedBefore: emailVerifiedAt.toISOString() };
    await transaction.user.update({
      where: { communityId_id: { communityId, id } },
      data: { emailVerifiedAt: await transactionTime(run) },
      select: { id: true },
    });
    await transaction.accountToken.deleteMany({
      where: { communityId, userId: id, purpose: 'VERIFY_EMAIL' },
    });
    const act = { action: 'account.verify', targetId: id, details: { by: 'operator' } };
    await noteAct(transaction, { communityId, userId: id }, act);
    await run(awardWelcomeSql({ communityId, userId: id, entryId: uuid7() }));
    return { ...verified, verifiedBefore: null };
  });
}
