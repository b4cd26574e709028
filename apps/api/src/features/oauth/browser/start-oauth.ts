import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { operation } from '../../../http/operation.ts';
import { addressOf, providerId } from './addresses.ts';
import { flowCookie, sealFlow } from './flow.ts';
import { allowedReturn } from './return-to.ts';

const startQuery = z.object({
  purpose: z
    .enum(['login', 'link'])
    .default('login')
    .describe(
      'What the one-time code will be good for: a session, or one more way into the account you have',
    ),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be the SHA-256 of the verifier in base64url')
    .describe('PKCE of the client (RFC 7636): who fetches the code must know the verifier'),
  code_challenge_method: z.literal('S256').default('S256'),
  return_to: z
    .string()
    .max(2000)
    .optional()
    .describe('Where the browser is sent with `code` (or `error`): an address that OAUTH_RETURN_TO allows'),
});

const random = (): string => randomBytes(32).toString('base64url');

export const startOAuth = operation({
  id: 'startOAuth',
  method: 'GET',
  path: '/auth/oauth/:provider/start',
  fresh: true,
  tag: 'accounts',
  summary: 'Go to a provider to sign in',
  description:
    'For a browser: redirects to the provider and sets a cookie that its answer must come back with. Clients without ' +
    'pages open it in the system browser. Make a PKCE verifier first, and send its challenge; the one-time code ' +
    'that comes back is good only together with the verifier, at POST .../auth/oauth/token (purpose login) or, ' +
    'with your access token, at POST .../me/oauth (purpose link).',
  login: 'none',
  params: { provider: providerId },
  query: startQuery,
  answers: { 302: z.undefined().describe('To the provider') },
  refusals: [502],
  async handle({ community, params, query, request, reply }, { config, limits, providers }) {
    limits.providers.takeFrom(request.ip);
    const provider = providers.get(params.provider);
    const returnTo =
      query.return_to === undefined ? undefined : allowedReturn(query.return_to, config.oauth.returnTo);
    const checks = { state: random(), nonce: random(), verifier: random() };
    const callback = addressOf(config, community, params.provider, 'callback');
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
});
