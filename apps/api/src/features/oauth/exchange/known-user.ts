import type { CommunityTransaction } from '@agora/db';
import { ApiError } from '../../../api-error.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { assertMayLogIn } from '../../../domain/sessions/may-log-in.ts';
import { restoreStatusSql } from '../../../domain/sessions/restore-status.sql.ts';
import type { Grant } from '../grants/one-time-code.ts';

/**
 * The user that a grant signs in: who has linked the provider's account; else who has its e-mail address, if it is
 * verified on both sides.
 * @returns their id; undefined: the grant is about someone new, whose address the provider vouches for
 * @throws ApiError `auth.account_inactive`, `auth.email_unverified`, `oauth.email_unverified`, `oauth.account_exists`
 */
export async function knownUser(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { communityId, grant }: { readonly communityId: string; readonly grant: Grant },
): Promise<string | undefined> {
  const { provider, accountId: providerAccountId, email, emailVerified } = grant;
  const linked = await transaction.oAuthAccount.findUnique({
    where: { communityId_provider_providerAccountId: { communityId, provider, providerAccountId } },
    select: { userId: true },
  });
  if (linked !== null) {
    assertMayLogIn(await readUser(transaction, run, { communityId, userId: linked.userId }));
    return linked.userId;
  }
  if (!emailVerified || email === null) {
    throw new ApiError('oauth.email_unverified', 'The provider vouches for no e-mail address of yours.', {
      fix: 'Verify your address there, or log in here and link the account.',
    });
  }
  const sameEmail = await transaction.user.findUnique({
    where: { communityId_email: { communityId, email } },
    select: { id: true },
  });
  if (sameEmail === null) return undefined;
  const user = await readUser(transaction, run, { communityId, userId: sameEmail.id });
  if (!user.verified) {
    throw new ApiError(
      'oauth.account_exists',
      'An account with your address exists, and never verified it.',
      {
        fix: 'Log in to it (POST .../auth/password/forgot sets a password by mail), then link the provider.',
      },
    );
  }
  assertMayLogIn(user);
  return sameEmail.id;
}

/** What decides whether a user may log in: their status after bans that are over, and the ban that lasts longest. */
async function readUser(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  who: { readonly communityId: string; readonly userId: string },
) {
  await run(restoreStatusSql(who));
  const { status, emailVerifiedAt, bans } = await transaction.user.findUniqueOrThrow({
    where: { communityId_id: { communityId: who.communityId, id: who.userId } },
    select: {
      status: true,
      emailVerifiedAt: true,
      bans: {
        where: { liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: new Date() } }] },
        orderBy: { endsAt: { sort: 'desc', nulls: 'first' } },
        take: 1,
        select: { reason: true, endsAt: true },
      },
    },
  });
  return { status, verified: emailVerifiedAt !== null, ban: bans[0] ?? null };
}
