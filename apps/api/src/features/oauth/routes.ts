import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../auth/opaque-token.ts';
import { sealingVersion, sealToken } from '../../auth/token-box.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';
import { problems } from '../../http/problem.ts';
import { communityParams } from '../../domain/values.ts';
import { startSession } from '../../domain/sessions/start-session.ts';
import { tokens } from '../../domain/sessions/tokens.ts';
import type { Community } from '../../domain/communities/schema.ts';
import { cookieName, type Flow, flowCookie, flowSeconds, openFlow, readCookie, sealFlow } from './flow.ts';
import { linkRoutes } from './link-routes.ts';
import { challengeOf, codeSeconds } from './code.ts';
import type { Identity } from '../../oauth/provider.ts';
import { keepGrant, redeemGrant, stateIsUsed } from './queries.ts';
import { allowedReturn, withAnswer } from './return-to.ts';
import { callbackQuery, codeRequest, grantCode, providerList, providerParams, startQuery } from './schema.ts';
import { userOf } from './sign-in.ts';

const random = (): string => randomBytes(32).toString('base64url');

/** Signing in with an OpenID provider: from the client to the provider and back, then code against tokens. */
export function oauthRoutes(app: App, dependencies: Dependencies): void {
  const { config, database, providers } = dependencies;
  const tags = ['accounts'];
  const perAddress = new RateLimiter({
    name: 'oauth',
    most: 300,
    windowSeconds: 900,
    code: 'auth.too_many_attempts',
  });
  const addressOf = ({ slug }: Community, provider: string, step: 'start' | 'callback'): string =>
    `${config.publicUrl}/c/${slug}/auth/oauth/${provider}/${step}`;

  /** Keeps what the provider vouched for, and answers the code it can be fetched with, once. */
  const keep = async (community: Community, flow: Flow, identity: Identity): Promise<string> => {
    const { token, hash } = makeOpaqueToken();
    const { keys } = config.oauth;
    const grant = call(
      keepGrant,
      community.id,
      uuid7(),
      flow.purpose,
      hashOpaqueToken(flow.state),
      hash,
      flow.challenge,
      flow.provider,
      identity.accountId,
      identity.email,
      identity.emailVerified,
      identity.handle,
      identity.displayName,
      sealToken(keys, identity.accessToken),
      sealToken(keys, identity.refreshToken),
      codeSeconds,
      identity.expiresIn,
      sealingVersion(keys),
      flowSeconds,
    );
    if ((await database.one(community.id, grant)) === undefined) throw wrongState();
    return token;
  };

  app.get(
    '/auth/oauth',
    {
      schema: {
        tags,
        summary: 'List the providers to sign in with',
        params: communityParams,
        response: { 200: providerList, ...problems(404) },
      },
    },
    ({ community }) => ({
      items: providers.all.map(({ settings: { id, name } }) => ({
        id,
        name,
        startUrl: addressOf(community, id, 'start'),
      })),
    }),
  );
  app.get(
    '/auth/oauth/:provider/start',
    {
      schema: {
        tags,
        summary: 'Go to a provider to sign in',
        description:
          'For a browser: redirects to the provider and sets a cookie that its answer must come back with. Clients without ' +
          'pages open it in the system browser. Make a PKCE verifier first, and send its challenge; the one-time code ' +
          'that comes back is good only together with the verifier, at POST .../auth/oauth/token (purpose login) or, ' +
          'with your access token, at POST .../me/oauth (purpose link).',
        params: providerParams,
        querystring: startQuery,
        response: {
          302: z.undefined().describe('To the provider'),
          ...problems(404, 429, 502, 503),
        },
      },
    },
    async ({ community, params, query, ip }, reply) => {
      perAddress.takeFrom(ip);
      const provider = providers.get(params.provider);
      const returnTo =
        query.return_to === undefined ? undefined : allowedReturn(query.return_to, config.oauth.returnTo);
      const checks = { state: random(), nonce: random(), verifier: random() };
      const callback = addressOf(community, params.provider, 'callback');
      const target = await provider.authorizationUrl(callback, checks);
      const sealed = await sealFlow(config.tokens.secret, community.id, {
        ...checks,
        provider: params.provider,
        purpose: query.purpose === 'link' ? 'LINK' : 'LOGIN',
        challenge: query.code_challenge,
        ...(returnTo === undefined ? {} : { returnTo }),
      });
      reply.header('set-cookie', flowCookie(new URL(callback), checks.state, sealed));
      return reply.redirect(target, 302);
    },
  );
  app.get(
    '/auth/oauth/:provider/callback',
    {
      schema: {
        tags,
        summary: 'Come back from a provider',
        description:
          'The redirect URI to register with the provider. Sends the browser to `return_to` with `code`, or with `error` (a ' +
          'code of a problem); without a `return_to` it answers the code, or the problem, itself.',
        params: providerParams,
        querystring: callbackQuery,
        response: {
          200: grantCode,
          303: z.undefined().describe('To the `return_to` of the start'),
          ...problems(403, 404, 429, 502, 503),
        },
      },
    },
    async ({ community, params, query, ip, headers, url }, reply) => {
      perAddress.takeFrom(ip);
      const provider = providers.get(params.provider);
      const callback = new URL(addressOf(community, params.provider, 'callback'));
      const { state = '' } = query;
      const cookie = readCookie(headers.cookie, cookieName(state));
      const flow =
        cookie === undefined ? undefined : await openFlow(config.tokens.secret, community.id, cookie);
      if (flow === undefined || flow.state !== state || flow.provider !== params.provider) throw wrongState();
      reply.header('set-cookie', flowCookie(callback, state, undefined));
      callback.search = url.slice(url.indexOf('?'));
      try {
        if (await database.one(community.id, call(stateIsUsed, community.id, hashOpaqueToken(state))))
          throw wrongState();
        const identity = await provider.identify(callback, flow);
        const code = await keep(community, flow, identity);
        if (flow.returnTo === undefined) return { code, expiresIn: codeSeconds };
        return await reply.redirect(withAnswer(flow.returnTo, { code }), 303);
      } catch (error) {
        if (flow.returnTo === undefined || !(error instanceof ApiError)) throw error;
        if (error.statusCode >= 500) app.log.warn({ err: error }, 'a provider could not be asked');
        return sendBack(reply, flow.returnTo, error);
      }
    },
  );
  app.post(
    '/auth/oauth/token',
    {
      schema: {
        tags,
        summary: 'Exchange a one-time code for tokens: log in, or open an account',
        description:
          'Who signs in with a provider for the first time gets an account without a password, if the provider vouches for ' +
          'the e-mail address. An account that has this address already is linked if it has verified it, too; else ' +
          'log in to it and link the provider (`oauth.account_exists`).',
        params: communityParams,
        body: codeRequest,
        response: { 200: tokens, ...problems(403, 404, 409, 429) },
      },
    },
    async ({ community, body, headers, ip }) => {
      perAddress.takeFrom(ip);
      const challenge = challengeOf(body.codeVerifier);
      const redeem = call(redeemGrant, community.id, hashOpaqueToken(body.code), challenge, 'LOGIN');
      const grant = await database.one(community.id, redeem);
      if (grant === undefined) throw new ApiError('oauth.invalid_code', 'The code is good for nothing here.');
      const userId = await userOf(database, community.id, grant);
      const forum = database.for(community.id);
      const user = {
        communityId: community.id,
        userId,
        passwordHash: null,
        userAgent: headers['user-agent'],
      };
      return startSession(forum, config.tokens, user);
    },
  );
  linkRoutes(app, dependencies);
}

function wrongState(): ApiError {
  return new ApiError(
    'oauth.invalid_state',
    'This answer belongs to no sign-in that this browser has under way.',
    {
      fix: 'Begin again at .../start, in the browser that comes back here.',
    },
  );
}

function sendBack(reply: FastifyReply, returnTo: string, error: ApiError): FastifyReply {
  return reply.redirect(withAnswer(returnTo, { error: error.code, error_description: error.message }), 303);
}
