import type { UserStatus } from '@agora/db';
import { ApiError } from '../../api-error.ts';

/** What somebody who is banned is told. */
interface BanInForce {
  readonly reason: string;
  /** Null: for good. */
  readonly endsAt: Date | string | null;
}

/**
 * Whether someone who has proved who they are may log in. Who is banned is told until when, and why.
 * @throws ApiError `auth.account_inactive`, `auth.email_unverified`
 */
export function assertMayLogIn(user: {
  readonly status: UserStatus;
  readonly verified: boolean;
  readonly ban: BanInForce | null;
}): void {
  if (user.status !== 'ACTIVE') {
    const { ban } = user;
    const until = ban?.endsAt ? ` until ${new Date(ban.endsAt).toISOString()}` : '';
    const reason = ban ? ` The reason given: ${ban.reason}` : '';
    throw new ApiError(
      'auth.account_inactive',
      `This account is ${user.status.toLowerCase()}${until}.${reason}`,
      {
        fix: 'POST .../auth/farewell/export gives you your data, POST .../auth/farewell/leave closes the account.',
      },
    );
  }
  if (!user.verified) {
    throw new ApiError('auth.email_unverified', 'Confirm your e-mail address first.', {
      fix: 'POST .../auth/verify-email/resend sends the mail again.',
    });
  }
}
