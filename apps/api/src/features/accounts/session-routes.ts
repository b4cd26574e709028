import { z } from 'zod';
import { hashOpaqueToken } from '../../auth/opaque-token.ts';
import { passwordMatches } from '../../auth/password.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams } from '../../domain/values.ts';
import { credentialsByEmail, endAllSessions, endAllTokens, endSession } from './queries.ts';
import { loginRequest, refreshRequest, tokens } from './schema.ts';
import { assertMayLogIn, continueSession, startSession, wrongCredentials } from './sessions.ts';

const nothing = z.undefined().describe('Done');

/** Logging in and out. */
export function sessionRoutes(app: App, dependencies: Dependencies): void {
  const { database } = dependencies;
  const window = { windowSeconds: 900, code: 'auth.too_many_attempts' } as const;
  const perAccount = new RateLimiter({ ...window, name: 'login-account', most: 10 });
  const perAddress = new RateLimiter({ ...window, name: 'login-address', most: 100 });
  const tags = ['accounts'];
  const params = communityParams;

  app.post(
    '/auth/login',
    {
      schema: {
        tags,
        summary: 'Log in with e-mail and password',
        params,
        body: loginRequest,
        response: { 200: tokens, ...problems(401, 403, 404, 429) },
      },
    },
    async ({ community, body, headers, ip }, reply) => {
      const account = `${community.id} ${body.email}`;
      perAddress.takeFrom(ip);
      reply.headers(perAccount.headers(perAccount.take(account)));
      const known = await database.one(community.id, call(credentialsByEmail, community.id, body.email));
      const matches = await passwordMatches(known?.passwordHash ?? undefined, body.password);
      if (!matches || known?.verified !== true) throw wrongCredentials();
      assertMayLogIn(known);
      perAccount.forgive(account);
      const agent = headers['user-agent'];
      return startSession(dependencies, community.id, known.userId, known.passwordHash, agent);
    },
  );
  app.post(
    '/auth/refresh',
    {
      schema: {
        tags,
        summary: 'Exchange a refresh token for new tokens',
        params,
        body: refreshRequest,
        response: { 200: tokens, ...problems(401, 403, 404) },
      },
    },
    ({ community, body, headers }) =>
      continueSession(dependencies, community.id, body.refreshToken, headers['user-agent']),
  );
  app.post(
    '/auth/logout',
    {
      schema: {
        tags,
        summary: 'End the session of a refresh token',
        description: 'Its access tokens end with it, at once.',
        params,
        body: refreshRequest,
        response: { 204: nothing, ...problems(404) },
      },
    },
    async ({ community, body }, reply) => {
      await database.run(community.id, call(endSession, community.id, hashOpaqueToken(body.refreshToken)));
      return reply.code(204).send();
    },
  );
  app.post(
    '/auth/logout-everywhere',
    {
      schema: {
        tags,
        summary: 'End all your sessions',
        description:
          'No token that was given out before is good for anything afterwards, the one of this request included.',
        security: [{ accessToken: [] }],
        params,
        response: { 204: nothing, ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      await database.run(
        viewer,
        call(endAllTokens, communityId, userId),
        call(endAllSessions, communityId, userId),
      );
      return reply.code(204).send();
    },
  );
}
