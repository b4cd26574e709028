import type { UserRole } from '@agora/db';
import { failedWith, SQLSTATE } from '@agora/postgres';
import type { Forum } from '../database/forum.ts';
import { transactionTime } from '../database/transaction-time.ts';
import { uuid7 } from '../database/uuid7.ts';
import { noteAct } from '../domain/acting/note-act.ts';
import { awardWelcomeSql } from '../domain/standing/award-welcome.sql.ts';
import { type Account, accountFields, accountOf } from './account.ts';

/**
 * Makes an account as registering does, with an address that counts as proved, and so with the welcome bonus. A role
 * above MEMBER is in the log of moderation: nobody of the forum gave it, so it stands under the account itself.
 * @param account.passwordHash argon2id in PHC format
 * @returns undefined when somebody has the address or the name
 */
export async function openAccount(
  forum: Forum,
  communityId: string,
  account: {
    readonly email: string;
    readonly username: string;
    readonly displayName: string;
    readonly passwordHash: string;
    readonly role: UserRole;
  },
): Promise<Account | undefined> {
  const userId = uuid7();
  const work = forum.prismaTransaction(async (transaction, run) => {
    const now = await transactionTime(run);
    const data = { ...account, communityId, id: userId, createdAt: now, emailVerifiedAt: now };
    await transaction.user.create({
      data: { ...data, preference: { create: {} }, statistics: { create: {} } },
      select: { id: true },
    });
    if (account.role !== 'MEMBER') {
      const details = { from: 'MEMBER', to: account.role, by: 'operator' };
      const act = { action: 'role.change', targetId: userId, details };
      await noteAct(transaction, { communityId, userId }, act);
    }
    await run(awardWelcomeSql({ communityId, userId, entryId: uuid7() }));
    const where = { communityId_id: { communityId, id: userId } };
    return accountOf(await transaction.user.findUniqueOrThrow({ where, select: accountFields }));
  });
  return work.catch((error: unknown) => {
    if (failedWith(error, SQLSTATE.uniqueViolation)) return undefined;
    throw error;
  });
}
