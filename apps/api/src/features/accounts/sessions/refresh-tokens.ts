import { tokens } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';
import { refreshRequest } from './refresh-request.ts';
import { rotateSession } from './rotate-session.ts';

export const refreshTokens = operation({
  id: 'refreshTokens',
  method: 'POST',
  path: '/auth/refresh',
  tag: 'accounts',
  summary: 'Exchange a refresh token for new tokens',
  login: 'none',
  body: refreshRequest,
  answers: { 200: tokens },
  handle: ({ forum, community, body, request }, { config }) =>
    rotateSession(forum, config.tokens, {
      communityId: community.id,
      refreshToken: body.refreshToken,
      userAgent: request.headers['user-agent'],
      leewaySeconds: 0,
    }),
});
