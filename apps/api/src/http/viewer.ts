import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { verifyAccessToken, type Viewer } from '../auth/access-token.ts';
import type { Scope } from '../database/runner.ts';
import type { App, Dependencies } from '../dependencies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks: the user of the access token; undefined without one. */
    viewer: Viewer | undefined;
    /** The community on behalf of the viewer, or of nobody: what the database is asked in. */
    scope: NonNullable<Scope>;
  }
}

/**
 * Reads the access token of every request below a community; a bad one is refused even where none is needed. Whether it
 * has been ended since is asked of the database together with what the request asks: see {@link Scope}.
 */
export function authenticateViewer(app: App, { config }: Dependencies): void {
  app.decorateRequest('viewer', undefined);
  app.decorateRequest('scope', '');
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const { authorization } = request.headers;
    request.scope = request.community.id;
    if (authorization === undefined) return;
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
    if (token === undefined) {
      throw new ApiError('auth.invalid_token', 'The Authorization header holds no bearer token.', {
        headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
      });
    }
    request.viewer = await verifyAccessToken(config.tokens, token, request.community.id);
    request.scope = request.viewer;
  });
}

/**
 * The user who asks.
 * @throws ApiError `auth.required` when nobody is logged in
 */
export function requireViewer(request: FastifyRequest): Viewer {
  if (request.viewer !== undefined) return request.viewer;
  throw new ApiError('auth.required', 'Log in first.', {
    fix: 'Send `Authorization: Bearer <accessToken>`; POST .../auth/login answers one.',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
