import type { App, Dependencies } from '../../dependencies.ts';

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const requestHeaders =
  'authorization, content-type, if-match, if-none-match, if-range, range, idempotency-key, x-agora-community, agora-position';
const shownHeaders =
  'accept-ranges, content-range, etag, location, retry-after, ratelimit, ratelimit-policy, x-request-id, idempotency-replayed, www-authenticate, agora-position';

/**
 * Lets scripts of the configured origins call the API. Credentials travel in a header and never in a cookie, so an
 * origin gains nothing by a user's being logged in elsewhere.
 */
export function allowOrigins(app: App, { config }: Dependencies): void {
  const { corsOrigins } = config;
  if (corsOrigins.length === 0) return;
  const everyone = corsOrigins.includes('*');
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (!everyone) reply.header('vary', 'origin');
    if (origin === undefined || !(everyone || corsOrigins.includes(origin))) return done();
    reply
      .header('access-control-allow-origin', everyone ? '*' : origin)
      .header('access-control-expose-headers', shownHeaders);
    const preflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!preflight) return done();
    // Answered here: without `done` the request goes no further.
    reply
      .header('access-control-allow-methods', methods)
      .header('access-control-allow-headers', requestHeaders)
      .header('access-control-max-age', '7200')
      .code(204)
      .send();
  });
}
