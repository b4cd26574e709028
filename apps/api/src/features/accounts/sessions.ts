import type { UserStatus } from '@agora/db';
import { ApiError } from '../../api-error.ts';
import { issueAccessToken, type Viewer } from '../../auth/access-token.ts';
import { deviceOf } from '../../auth/device.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../auth/opaque-token.ts';
import type { Config } from '../../config.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { Dependencies } from '../../dependencies.ts';
import {
  type BanInForce,
  beginVisit,
  continueVisit,
  endReusedSession,
  openSession,
  restoreStatus,
  restoreStatusOfToken,
  rotateToken,
} from './queries.ts';
import type { Tokens } from './schema.ts';

type Needs = Pick<Dependencies, 'config' | 'database'>;

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
    );
  }
  if (!user.verified) {
    throw new ApiError('auth.email_unverified', 'Confirm your e-mail address first.', {
      fix: 'POST .../auth/verify-email/resend sends the mail again.',
    });
  }
}

/**
 * Opens a session for a user who has just proved who they are.
 * @param userAgent the header, of which the session keeps what its owner recognises it by
 * @param passwordHash that of the password they proved it with; null: with something else. A session is not opened on a
 *   password that was changed while it was being checked: changing it ends all sessions
 * @throws ApiError `auth.account_inactive`, `auth.invalid_credentials`
 */
export async function startSession(
  { config, database }: Needs,
  communityId: string,
  userId: string,
  passwordHash: string | null,
  userAgent: string | undefined,
): Promise<Tokens> {
  const { token, hash } = makeOpaqueToken();
  const { refreshDays } = config.tokens;
  const sessionId = uuid7();
  const [[status], , [opened]] = await database.run(
    communityId,
    call(restoreStatus, communityId, userId),
    call(beginVisit, communityId, userId),
    call(openSession, communityId, sessionId, userId, hash, refreshDays, passwordHash, deviceOf(userAgent)),
  );
  if (opened === undefined) {
    throw status === 'ACTIVE'
      ? wrongCredentials()
      : new ApiError('auth.account_inactive', 'This account is not active.');
  }
  return tokensFor(config, { communityId, userId, tokenVersion: opened.tokenVersion, sessionId }, token);
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

/**
 * Exchanges a refresh token for new tokens. One that was used before ends the whole session: of the two who hold it,
 * one is a thief, and the server cannot tell which. While a ban lasts it is not used up, and is good again afterwards.
 * @throws ApiError `auth.invalid_refresh_token`, `auth.refresh_token_reused`, `auth.account_inactive`
 */
export async function continueSession(
  needs: Needs,
  communityId: string,
  presented: string,
  userAgent: string | undefined,
): Promise<Tokens> {
  const { token, hash } = makeOpaqueToken();
  const presentedHash = hashOpaqueToken(presented);
  const nextId = uuid7();
  const [, [outcome]] = await needs.database.run(
    communityId,
    call(restoreStatusOfToken, communityId, presentedHash),
    call(
      rotateToken,
      communityId,
      presentedHash,
      nextId,
      hash,
      needs.config.tokens.refreshDays,
      deviceOf(userAgent),
    ),
    call(endReusedSession, communityId, presentedHash, nextId),
    call(continueVisit, communityId, nextId),
  );
  return tokensFor(needs.config, { communityId, ...accepted(outcome) }, token);
}

async function tokensFor(config: Config, viewer: Viewer, refreshToken: string): Promise<Tokens> {
  return {
    tokenType: 'Bearer',
    accessToken: await issueAccessToken(config.tokens, viewer),
    expiresIn: config.tokens.accessSeconds,
    refreshToken,
    refreshExpiresIn: config.tokens.refreshDays * 86_400,
  };
}
