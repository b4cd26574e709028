import { deviceOf } from '../../../auth/device.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../../auth/opaque-token.ts';
import type { Config } from '../../../config.ts';
import type { Forum } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { accepted } from '../../../domain/outcome.ts';
import { noteVisitSql } from '../../../domain/sessions/note-visit.sql.ts';
import { type Tokens, tokensFor } from '../../../domain/sessions/tokens.ts';
import { endReusedSessionSql } from './end-reused-session.sql.ts';
import { restoreStatusOfTokenSql } from './restore-status-of-token.sql.ts';
import { rotateTokenSql } from './rotate-token.sql.ts';

/** A refresh token, and who presents it. */
interface Presented {
  readonly communityId: string;
  readonly refreshToken: string;
  /** The header. */
  readonly userAgent: string | undefined;
  /**
   * Seconds after its first use in which a token is good once more. A browser sends one cookie from all its tabs at once,
   * and keeps the old one when an answer is lost; programs have no such excuse.
   */
  readonly leewaySeconds: number;
}

/**
 * Exchanges a refresh token. One that was used before ends the whole session: of the two who hold it, one is a thief, and
 * the server cannot tell which. While a ban lasts it is not used up, and is good again afterwards.
 * @param forum in the scope of the community, whoever asks
 * @throws ApiError `auth.invalid_refresh_token`, `auth.refresh_token_reused`, `auth.account_inactive`
 */
export async function rotateSession(
  forum: Forum,
  settings: Config['tokens'],
  { communityId, refreshToken, userAgent, leewaySeconds }: Presented,
): Promise<Tokens> {
  const { token, hash: nextHash } = makeOpaqueToken();
  const given = { communityId, presented: hashOpaqueToken(refreshToken), nextId: uuid7() };
  const made = { nextHash, days: settings.refreshDays, device: deviceOf(userAgent), leewaySeconds };
  const [, [outcome], , [visitor]] = await forum.run(
    restoreStatusOfTokenSql(given),
    rotateTokenSql({ ...given, ...made }),
    endReusedSessionSql(given),
    noteVisitSql({ communityId, tokenId: given.nextId }),
  );
  accepted(outcome);
  if (visitor === undefined) throw new TypeError('A refresh token was given to nobody.');
  return tokensFor(settings, { communityId, ...visitor }, token);
}
