import { z } from 'zod';
import { ApiError, found } from '../../api-error.ts';
import { hashOpaqueToken } from '../../auth/opaque-token.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { challengeOf } from './code.ts';
import { accountsOf, lockUser, redeemGrant, unlinkAccount } from './queries.ts';
import {
  codeRequest,
  type LinkedAccount,
  linkedAccount,
  type LinkedAccountRow,
  linkedAccounts,
} from './schema.ts';
import { linking } from './sign-in.ts';
import { revokeTokens } from '../../oauth/revoke-tokens.ts';

/** The accounts at providers that one can log in with. */
export function linkRoutes(app: App, dependencies: Dependencies): void {
  const { database, providers } = dependencies;
  const tags = ['accounts'];
  const security = [{ accessToken: [] }];
  const params = communityParams;

  const shown = (row: LinkedAccountRow): LinkedAccount => {
    const provider = providers.find(row.provider);
    return { ...row, name: provider?.settings.name ?? row.provider, available: provider !== undefined };
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
      const tokens = accepted(outcome, { 'resource.not_found': 'No such linked account.' });
      revokeTokens({ ...dependencies, log: request.log }, tokens);
      return reply.code(204).send();
    },
  );
}
