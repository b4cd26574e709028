import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { FastifyReply } from 'fastify';
import { deviceOf } from '../../auth/device.ts';
import { issueLoginToken, loginTokenSeconds } from '../../auth/login-token.ts';
import { makeOpaqueToken } from '../../auth/opaque-token.ts';
import type { Config } from '../../config.ts';
import type { Forum } from '../../database/forum.ts';
import { uuid7 } from '../../database/uuid7.ts';
import { lockPeopleSql } from '../acting/lock-people.sql.ts';
import { noteVisitSql } from './note-visit.sql.ts';
import { openSessionSql } from './open-session.sql.ts';
import { restoreStatusSql } from './restore-status.sql.ts';
import { type Tokens, tokens, tokensFor } from './tokens.ts';

/** Says that a code is wanted. */
export const codeWanted = z
  .object({
    codeWanted: z.literal(true),
    loginToken: z.string().describe('Goes to POST .../auth/login/code with a code'),
    expiresIn: z.int().describe('Seconds in which the code must come'),
  })
  .meta({ id: 'CodeWanted' });

/** What a log-in answers: 202 where a code is still wanted. */
export const sessionAnswers = { 200: tokens, 202: codeWanted } as const;

type CodeWanted = z.output<typeof codeWanted>;

/**
 * Opens a session for a user who has just proved who they are, unless a code is wanted, too, and was not proved.
 * @param forum in the scope of the community, whoever asks
 * @param reply gets the status
 * @throws ApiError `auth.account_inactive`, `auth.invalid_credentials`
 */
export async function startSession(
  forum: Forum,
  settings: Config['tokens'],
  reply: FastifyReply,
  user: {
    readonly communityId: string;
    readonly userId: string;
    /**
     * That of the password they proved it with; null: with something else. A session is not opened on a password that was
     * changed while it was being checked: changing it ends all sessions.
     */
    readonly passwordHash: string | null;
    /** That of the log-in that a code was proved for; null: this is the first step. */
    readonly tokenVersion: number | null;
    /** The header, of which the session keeps what its owner recognises it by. */
    readonly userAgent: string | undefined;
    /** Proved by a passkey: the session has its second factor. */
    readonly byPasskey?: boolean;
  },
): Promise<Tokens | CodeWanted> {
  const { communityId, userId, passwordHash, tokenVersion, byPasskey = false } = user;
  const { token, hash } = makeOpaqueToken();
  const tokenId = uuid7();
  const made = { tokenId, hash, byPasskey, days: settings.refreshDays, device: deviceOf(user.userAgent) };
  const proved = { passwordHash, tokenVersion, codeProved: tokenVersion !== null };
  // Locked ahead of looking whether a code is wanted: see confirm-two-factor.ts.
  const [, [restored], , [visitor]] = await forum.run(
    lockPeopleSql({ communityId, userIds: [userId] }),
    restoreStatusSql({ communityId, userId }),
    openSessionSql({ communityId, userId, ...made, ...proved }),
    noteVisitSql({ communityId, tokenId }),
  );
  if (visitor === undefined) {
    if (restored?.status !== 'ACTIVE') {
      throw new ApiError('auth.account_inactive', 'This account is not active.');
    }
    const known =
      tokenVersion === null
        ? await forum.prisma.user.findUnique({
            where: {
              communityId_id: { communityId, id: userId },
              ...(passwordHash !== null && { passwordHash }),
              twoFactor: { enabledAt: { not: null } },
            },
            select: { tokenVersion: true },
          })
        : null;
    if (known === null) throw wrongCredentials();
    reply.code(202);
    const loginToken = await issueLoginToken(settings, { communityId, userId, ...known });
    return { codeWanted: true, loginToken, expiresIn: loginTokenSeconds };
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
