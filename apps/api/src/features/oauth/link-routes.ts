import { z } from 'zod';
import { ApiError, found } from '../../api-error.ts';
import { hashOpaqueToken } from '../../auth/opaque-token.ts';
import { openToken } from '../../auth/token-box.ts';
import { accepted } from '../../database/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, id } from '../../schema/values.ts';
import { challengeOf } from './code.ts';
import type { Providers } from './providers.ts';
import { accountsOf, lockUser, redeemGrant, type SealedTokens, unlinkAccount } from './queries.ts';
import {
  codeRequest,
  type LinkedAccount,
  linkedAccount,
  type LinkedAccountRow,
  linkedAccounts,
} from './schema.ts';
import { linking } from './sign-in.ts';

/** The accounts at providers that one can log in with. */
export function linkRoutes(app: App, { config, database }: Dependencies, providers: Providers): void {
  const tags = ['accounts'];
  const security = [{ accessToken: [] }];
  const params = communityParams;

  const shown = (row: LinkedAccountRow): LinkedAccount => {
    const provider = providers.find(row.provider);
    return { ...row, name: provider?.settings.name ?? row.provider, available: provider !== undefined };
  };

  /** Behind the answer, which does not depend on it: a provider that is down must not keep anybody linked. */
  const revoke = (provider: string, tokens: SealedTokens): void => {
    const sealed = tokens.refreshToken ?? tokens.accessToken;
    const token = sealed === null ? undefined : openToken(config.oauth.keys, tokens.keyVersion, sealed);
    if (token === undefined) return;
    providers
      .find(provider)
      ?.revoke(token)
      .catch((error: unknown) => app.log.warn({ err: error, provider }, 'a token was not revoked'));
  };

  app.get(
    '/me/oauth',
    {
      schema: {
        tags,
        summary: 'List the provider accounts you can log in with',
        security,
        params,
        response: { 200: linkedAccounts, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const viewer = requireViewer(request);
      const read = call(accountsOf, viewer.communityId, viewer.userId);
      const { items, hasPassword } = found(await database.one(viewer, read), 'account');
      return { items: items.map(shown), hasPassword };
    },
  );
  app.post(
    '/me/oauth',
    {
      schema: {
        tags,
        summary: 'Link a provider account with a one-time code',
        description:
          'The code of a start with `purpose=link`. Linking what is linked to you already renews it.',
        security,
        params,
        body: codeRequest,
        response: { 201: linkedAccount, ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const challenge = challengeOf(request.body.codeVerifier);
      const redeem = call(redeemGrant, communityId, hashOpaqueToken(request.body.code), challenge, 'LINK');
      const grant = await database.one(viewer, redeem);
      if (grant === undefined) throw new ApiError('oauth.invalid_code', 'The code is good for nothing here.');
      const linked = await database.one(viewer, linking(communityId, userId, grant));
      if (linked === undefined) {
        throw new ApiError('oauth.linked_elsewhere', 'Another user has linked this account of the provider.');
      }
      return reply.code(201).send(shown(linked));
    },
  );
  app.delete(
    '/me/oauth/:account',
    {
      schema: {
        tags,
        summary: 'Unlink a provider account',
        description:
          'Refused when nothing would be left to log in with: set a password first, by POST .../auth/password/forgot.',
        security,
        params: communityParams.extend({ account: id }),
        response: { 204: z.undefined().describe('Done'), ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const [, [outcome]] = await database.run(
        viewer,
        call(lockUser, communityId, userId),
        call(unlinkAccount, communityId, userId, request.params.account, JSON.stringify(providers.ids)),
      );
      const { provider, ...tokens } = accepted(outcome, { 'resource.not_found': 'No such linked account.' });
      revoke(provider, tokens);
      return reply.code(204).send();
    },
  );
}
