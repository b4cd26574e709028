import { randomUUID } from 'node:crypto';
import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { wrongPassword } from '../../../domain/accounts/prove-password.ts';
import { refusal } from '../../../domain/outcome.ts';
import { lockDraftsSql } from './lock-drafts.sql.ts';
import { lockLeaverSql } from './lock-leaver.sql.ts';

/**
 * Deactivates an account and takes out of it who it was. The address and the name are free again; what stands for them is
 * made at random, or somebody could take it beforehand.
 * @param leaver.provedHash hash of the password that was proved; refused if it has been changed since
 * @returns the address that it had
 * @throws ApiError `auth.account_inactive`, `auth.invalid_credentials`, `account.last_admin`
 */
export async function closeAccount(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { viewer, provedHash }: { readonly viewer: Viewer; readonly provedHash: string },
): Promise<{ readonly email: string }> {
  const { communityId, userId } = viewer;
  await run(lockDraftsSql(viewer));
  const people = await run(lockLeaverSql(viewer));
  const active = people.filter(({ status }) => status === 'ACTIVE');
  const leaver = active.find(({ id }) => id === userId);
  if (leaver === undefined) throw refusal('auth.account_inactive');
  if (leaver.passwordHash !== provedHash) throw wrongPassword();
  const admins = active.filter(({ role }) => role === 'ADMIN');
  if (leaver.role === 'ADMIN' && admins.length === 1) throw refusal('account.last_admin');
  await transaction.user.update({
    where: { communityId_id: { communityId, id: userId } },
    data: {
      status: 'DEACTIVATED',
      role: 'MEMBER',
      email: `${randomUUID()}@deleted.invalid`,
      username: `deleted_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
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
  return { email: leaver.email };
}
