import { deviceOf } from '../../../auth/device.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../../auth/opaque-token.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { accepted } from '../../../domain/outcome.ts';
import { noteVisitSql } from '../../../domain/sessions/note-visit.sql.ts';
import { tokens, tokensFor } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';
import { endReusedSessionSql } from './end-reused-session.sql.ts';
import { refreshRequest } from './refresh-request.ts';
import { restoreStatusOfTokenSql } from './restore-status-of-token.sql.ts';
import { rotateTokenSql } from './rotate-token.sql.ts';

/**
 * A token that was used before ends the whole session: of the two who hold it, one is a thief, and the server cannot tell
 * which. While a ban lasts it is not used up, and is good again afterwards.
 */
export const refreshTokens = operation({
  id: 'refreshTokens',
  method: 'POST',
  path: '/auth/refresh',
  tag: 'accounts',
  summary: 'Exchange a refresh token for new tokens',
  login: 'none',
  body: refreshRequest,
  answers: { 200: tokens },
  async handle({ forum, community, body, request }, { config }) {
    const { token, hash: nextHash } = makeOpaqueToken();
    const communityId = community.id;
    const given = { communityId, presented: hashOpaqueToken(body.refreshToken), nextId: uuid7() };
    const device = deviceOf(request.headers['user-agent']);
    const [, [outcome], , [visitor]] = await forum.run(
      restoreStatusOfTokenSql(given),
      rotateTokenSql({ ...given, nextHash, days: config.tokens.refreshDays, device }),
      endReusedSessionSql(given),
      noteVisitSql({ communityId, tokenId: given.nextId }),
    );
    accepted(outcome);
    if (visitor === undefined) throw new TypeError('A refresh token was given to nobody.');
    return tokensFor(config.tokens, { communityId, ...visitor }, token);
  },
});
