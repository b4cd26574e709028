import { type CommunityTransaction, Prisma } from '@agora/db';
import type { RunInPrisma } from '../database/forum.ts';
import { lockPeopleSql } from '../domain/acting/lock-people.sql.ts';
import { accountFields } from './account.ts';

type Row = Prisma.UserGetPayload<{ select: typeof accountFields }>;

/** The account of a name, locked until the transaction ends; undefined without one. */
export async function lockedAccount(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { communityId, username }: { readonly communityId: string; readonly username: string },
): Promise<Row | undefined> {
  const where = { communityId_username: { communityId, username } };
  const found = await transaction.user.findUnique({ where, select: { id: true } });
  if (found === null) return undefined;
  await run(lockPeopleSql({ communityId, userIds: [found.id] }));
  // Under the same name still: it may have been left, or have lost the name, while it was waited for.
  return (
    (await transaction.user.findUnique({ where: { ...where, ...found }, select: accountFields })) ?? undefined
  );
}
