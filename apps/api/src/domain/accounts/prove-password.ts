import { ApiError } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import { passwordMatches } from '../../auth/password.ts';
import type { Forum } from '../../database/forum.ts';
import type { AccountLimits } from '../../limits/account-limits.ts';

/**
 * Checks the current password of who asks, for what an access token alone must not do: it may be stolen. What is done
 * then must make sure, under the user's lock, that the password is still the proved one.
 * @returns the hash of the proved password
 * @throws ApiError `auth.invalid_credentials`, `auth.too_many_attempts`
 */
export async function provePassword(
  { forum, viewer }: { readonly forum: Forum; readonly viewer: Viewer },
  limits: AccountLimits,
  password: string,
): Promise<string> {
  const { communityId, userId: id } = viewer;
  const known = await forum.prisma.user.findUnique({
    where: { communityId_id: { communityId, id }, status: 'ACTIVE' },
    select: { passwordHash: true },
  });
  // The database has admitted the token by now: one that has ended takes nothing from its owner's tries.
  const account = `${communityId} ${id}`;
  limits.passwords.take(account);
  if (known?.passwordHash === null) {
    throw new ApiError('auth.invalid_credentials', 'The account has no password yet.', {
      fix: 'POST .../auth/password/forgot mails a token that sets one.',
    });
  }
  const proved = known?.passwordHash;
  if (proved === undefined || !(await passwordMatches(proved, password))) throw wrongPassword();
  // Only wrong ones are guesses: whoever knows it may change as much as they like.
  limits.passwords.forgive(account);
  return proved;
}

export function wrongPassword(): ApiError {
  return new ApiError('auth.invalid_credentials', 'The current password is wrong.');
}
