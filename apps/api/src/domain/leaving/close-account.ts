import type { CommunityTransaction } from '@agora/db';
import type { RunInPrisma } from '../../database/forum.ts';
import { wrongPassword } from '../accounts/prove-password.ts';
import { refusal } from '../outcome.ts';
import { anonymise } from './anonymise.ts';
import { lockDraftsSql } from './lock-drafts.sql.ts';
import { lockLeaverSql } from './lock-leaver.sql.ts';

/**
 * Closes an account: {@link anonymise}. Who is banned may leave, too.
 * @param leaver.provedHash hash of the password that was proved; refused if it has been changed since
 * @returns the address that it had
 * @throws ApiError `auth.account_inactive`, `auth.invalid_credentials`, `account.last_admin`
 */
export async function closeAccount(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  leaver: { readonly communityId: string; readonly userId: string; readonly provedHash: string },
): Promise<{ readonly email: string }> {
  const { communityId, userId, provedHash } = leaver;
  await run(lockDraftsSql({ communityId, userId }));
  const people = await run(lockLeaverSql({ communityId, userId }));
  const known = people.find(({ id, status }) => id === userId && status !== 'DEACTIVATED');
  if (known === undefined) throw refusal('auth.account_inactive');
  if (known.passwordHash !== provedHash) throw wrongPassword();
  const admins = people.filter(({ role, status }) => role === 'ADMIN' && status === 'ACTIVE');
  if (known.role === 'ADMIN' && known.status === 'ACTIVE' && admins.length === 1) {
    throw refusal('account.last_admin');
  }
  await anonymise(transaction, { communityId, userId });
  return { email: known.email };
}
