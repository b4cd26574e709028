import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../../auth/opaque-token.ts';
import { sealingVersion, sealToken } from '../../../auth/token-box.ts';
import { type Config, secretsOf } from '../../../config.ts';
import type { Forum } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { operation } from '../../../http/operation.ts';
import type { Identity } from '../../../oauth/provider.ts';
import { codeSeconds } from '../grants/one-time-code.ts';
import { addressOf, providerId } from './addresses.ts';
import { cookieName, type Flow, flowCookie, flowSeconds, openFlow } from './flow.ts';
import { readCookie } from '../../../http/cookies.ts';
import { keepGrantSql } from './keep-grant.sql.ts';
import { withAnswer } from './return-to.ts';

/** What providers send back; more is theirs. */
const callbackQuery = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
});

export const grantCode = z
  .object({
    code: z.string().describe('Good once, for the client that holds the verifier'),
    expiresIn: z.int().describe('Seconds for which it is good'),
  })
  .meta({ id: 'OAuthCode' });

export const finishOAuth = operation({
  id: 'finishOAuth',
  method: 'GET',
  path: '/auth/oauth/:provider/callback',
  fresh: true,
  tag: 'accounts',
  summary: 'Come back from a provider',
  description:
    'The redirect URI to register with the provider. Sends the browser to `return_to` with `code`, or with `error` (a ' +
    'code of a problem); without a `return_to` it answers the code, or the problem, itself.',
  login: 'none',
  params: { provider: providerId },
  query: callbackQuery,
  answers: { 200: grantCode, 303: z.undefined().describe('To the `return_to` of the start') },
  refusals: [502],
  async handle({ forum, community, params, query, request, reply }, { config, limits, providers }) {
    limits.providers.takeFrom(request.ip);
    const provider = providers.get(params.provider);
    const callback = new URL(addressOf(config, community, params.provider, 'callback'));
    const { state = '' } = query;
    const cookie = readCookie(request.headers.cookie, cookieName(state));
    const flow =
      cookie === undefined ? undefined : await openFlow(secretsOf(config.tokens), community.id, cookie);
    if (flow === undefined || flow.state !== state || flow.provider !== params.provider) throw wrongState();
    reply.header('set-cookie', flowCookie(callback, state, undefined));
    callback.search = request.url.slice(request.url.indexOf('?'));
    try {
      await refuseUsedState(forum, community.id, state);
      const identity = await provider.identify(callback, flow);
      const code = await keep(forum, config.oauth.keys, { communityId: community.id, flow, identity });
      if (flow.returnTo === undefined) return { code, expiresIn: codeSeconds };
      return reply.redirect(withAnswer(flow.returnTo, { code }), 303);
    } catch (error) {
      if (flow.returnTo === undefined || !(error instanceof ApiError)) throw error;
      if (error.statusCode >= 500) request.log.warn({ err: error }, 'a provider could not be asked');
      const told = { error: error.code, error_description: error.message };
      return reply.redirect(withAnswer(flow.returnTo, told), 303);
    }
  },
});

/** Before the provider is asked; {@link keep} decides between two at once. */
async function refuseUsedState(forum: Forum, communityId: string, state: string): Promise<void> {
  const stateHash = Uint8Array.from(hashOpaqueToken(state));
  const used = await forum.prisma.oAuthGrant.findUnique({
    where: { communityId_stateHash: { communityId, stateHash } },
    select: { id: true },
  });
  if (used !== null) throw wrongState();
}

/** Keeps what the provider vouched for, and answers the code it can be fetched with, once. */
async function keep(
  forum: Forum,
  keys: Config['oauth']['keys'],
  kept: { readonly communityId: string; readonly flow: Flow; readonly identity: Identity },
): Promise<string> {
  const { communityId, flow, identity } = kept;
  const { token, hash } = makeOpaqueToken();
  const grant = await forum.one(
    keepGrantSql({
      ...flow,
      ...identity,
      communityId,
      id: uuid7(),
      stateHash: hashOpaqueToken(flow.state),
      codeHash: hash,
      accessToken: sealToken(keys, identity.accessToken),
      refreshToken: sealToken(keys, identity.refreshToken),
      keyVersion: sealingVersion(keys),
      codeSeconds,
      flowSeconds,
    }),
  );
  if (grant === undefined) throw wrongState();
  return token;
}

function wrongState(): ApiError {
  return new ApiError(
    'oauth.invalid_state',
    'This answer belongs to no sign-in that this browser has under way.',
    { fix: 'Begin again at .../start, in the browser that comes back here.' },
  );
}
