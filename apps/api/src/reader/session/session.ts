import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import { verifyAccessToken } from '../../auth/access-token.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { rotateSession } from '../../features/accounts/sessions/rotate-session.ts';
import { type KeptTokens, ReaderCookies } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The access token that a browser's cookie holds; undefined for whoever is not logged in. */
    accessToken: string | undefined;
  }
}

/** Seconds in which a used refresh token is good once more: see {@link rotateSession}. */
const leewaySeconds = 60;

/** What ends a browser's session: it goes on as nobody's. */
const ended: ReadonlySet<string> = new Set([
  'auth.invalid_refresh_token',
  'auth.refresh_token_reused',
  'auth.account_inactive',
]);

/**
 * Reads the session's cookie of every request below a community, and renews it when its access token has expired. A
 * cookie that is good for nothing is taken back.
 */
export function readSessions(app: App, { config, database }: Dependencies): void {
  const cookies = new ReaderCookies(config);
  app.decorateRequest('viewer', undefined);
  app.decorateRequest('scope', '');
  app.decorateRequest('accessToken', undefined);

  const renew = async (request: FastifyRequest, reply: FastifyReply, kept: KeptTokens): Promise<void> => {
    // What writes waits for the end of a maintenance; until then nobody is logged in.
    if (request.readOnly) return;
    const communityId = request.community.id;
    const { refreshToken } = kept;
    const userAgent = request.headers['user-agent'];
    try {
      const given = { communityId, refreshToken, userAgent, leewaySeconds };
      const tokens = await rotateSession(database.for(communityId), config.tokens, given);
      cookies.keepSession(request, reply, tokens);
      await admit(request, tokens.accessToken);
    } catch (error) {
      if (!(error instanceof ApiError && ended.has(error.code))) throw error;
      cookies.forgetSession(request, reply);
    }
  };
  const admit = async (request: FastifyRequest, accessToken: string): Promise<void> => {
    request.viewer = await verifyAccessToken(config.tokens, accessToken, request.community.id);
    request.scope = request.viewer;
    request.accessToken = accessToken;
  };

  app.addHook('onRequest', async (request, reply) => {
    request.scope = request.community.id;
    const kept = cookies.readSession(request);
    if (kept === undefined) return;
    try {
      await admit(request, kept.accessToken);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'auth.invalid_token')) throw error;
      await renew(request, reply, kept);
    }
  });
}
