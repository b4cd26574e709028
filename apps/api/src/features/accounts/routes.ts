import { ApiError } from '../../api-error.ts';
import { issueAccessToken } from '../../auth/access-token.ts';
import { passwordMatches } from '../../auth/password.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams } from '../../schema/values.ts';
import { credentialsByEmail, currentUserById, markSeen } from './queries.ts';
import { currentUser, loginRequest, tokens } from './schema.ts';

/** Logging in, and who one is then. */
export function accountRoutes(app: App, { config, database }: Dependencies): void {
  app.post(
    '/auth/login',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Log in with e-mail and password',
        params: communityParams,
        body: loginRequest,
        response: { 200: tokens, ...problems(401, 403, 404) },
      },
    },
    async ({ community, body }) => {
      const known = await database.one(community.id, call(credentialsByEmail, community.id, body.email));
      if (!(await passwordMatches(known?.passwordHash, body.password)) || known === undefined) {
        throw new ApiError('auth.invalid_credentials', 'E-mail or password is wrong.');
      }
      if (known.status !== 'ACTIVE') {
        throw new ApiError('auth.account_inactive', `This account is ${known.status.toLowerCase()}.`);
      }
      await database.run(community.id, call(markSeen, community.id, known.userId));
      const viewer = { userId: known.userId, communityId: community.id };
      const accessToken = await issueAccessToken(config.tokens, viewer);
      return { tokenType: 'Bearer' as const, accessToken, expiresIn: config.tokens.accessSeconds };
    },
  );
  app.get(
    '/me',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Read your own account',
        security: [{ accessToken: [] }],
        params: communityParams,
        response: { 200: currentUser, ...problems(401, 404) },
      },
    },
    async (request) => {
      const { userId, communityId } = requireViewer(request);
      const user = await database.one(communityId, call(currentUserById, communityId, userId));
      if (user === undefined) throw new ApiError('auth.invalid_token', 'The account of this token is gone.');
      return user;
    },
  );
}
