import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import type { RunInPrisma } from '../../database/forum.ts';
import { lockPeopleSql } from '../acting/lock-people.sql.ts';
import { wrongPassword } from './prove-password.ts';

/**
 * Locks the account of who asks, until the transaction ends, and makes sure that its password is still the one that was
 * proved.
 * @param proved hash of the proved password
 * @throws ApiError `auth.invalid_credentials`
 */
export async function lockHolder(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { communityId, userId: id }: Viewer,
  proved: string,
): Promise<{ readonly email: string; readonly username: string }> {
  await run(lockPeopleSql({ communityId, userIds: [id] }));
  const holder = await transaction.user.findUnique({
    where: { communityId_id: { communityId, id }, passwordHash: proved, status: 'ACTIVE' },
    select: { email: true, username: true },
  });
  if (holder === null) throw wrongPassword();
  return holder;
}
