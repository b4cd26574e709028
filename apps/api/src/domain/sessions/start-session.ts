import { ApiError } from '../../api-error.ts';
import { deviceOf } from '../../auth/device.ts';
import { makeOpaqueToken } from '../../auth/opaque-token.ts';
import type { Config } from '../../config.ts';
import type { Forum } from '../../database/forum.ts';
import { uuid7 } from '../../database/uuid7.ts';
import { noteVisitSql } from './note-visit.sql.ts';
import { openSessionSql } from './open-session.sql.ts';
import { restoreStatusSql } from './restore-status.sql.ts';
import { type Tokens, tokensFor } from './tokens.ts';

/**
 * Opens a session for a user who has just proved who they are.
 * @param forum in the scope of the community, whoever asks
 * @throws ApiError `auth.account_inactive`, `auth.invalid_credentials`
 */
export async function startSession(
  forum: Forum,
  settings: Config['tokens'],
  user: {
    readonly communityId: string;
    readonly userId: string;
    /**
     * That of the password they proved it with; null: with something else. A session is not opened on a password that was
     * changed while it was being checked: changing it ends all sessions.
     */
    readonly passwordHash: string | null;
    /** The header, of which the session keeps what its owner recognises it by. */
    readonly userAgent: string | undefined;
  },
): Promise<Tokens> {
  const { communityId, userId, passwordHash } = user;
  const { token, hash } = makeOpaqueToken();
  const tokenId = uuid7();
  const first = { tokenId, hash, days: settings.refreshDays, passwordHash, device: deviceOf(user.userAgent) };
  const [[restored], , [visitor]] = await forum.run(
    restoreStatusSql({ communityId, userId }),
    openSessionSql({ communityId, userId, ...first }),
    noteVisitSql({ communityId, tokenId }),
  );
  if (visitor === undefined) {
    throw restored?.status === 'ACTIVE'
      ? wrongCredentials()
      : new ApiError('auth.account_inactive', 'This account is not active.');
  }
  return tokensFor(settings, { communityId, ...visitor }, token);
}

/**
 * The same whether the address is unknown, the password wrong, or the address not proved yet: whoever registers an
 * address of somebody else's knows the password, and would learn whether it had an account before.
 */
export function wrongCredentials(): ApiError {
  return new ApiError(
    'auth.invalid_credentials',
    'E-mail or password is wrong, or the address has not been confirmed yet.',
    {
      fix: 'POST .../auth/verify-email/resend mails the token to confirm it again, POST .../auth/password/forgot one for a new password.',
    },
  );
}
