import { z } from 'zod';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams as params } from '../../domain/values.ts';
import { accountClosedMail } from './mails.ts';
import { provePassword } from '../../domain/accounts/prove-password.ts';
import { revokeTokens } from '../oauth/revoke.ts';
import { forget, leave, lockDrafts } from './leave-queries.ts';
import { leaveRequest } from './schema.ts';

/** Leaving the community for good. */
export function leaveRoutes(app: App, dependencies: Dependencies): void {
  const { database, limits, mailer } = dependencies;
  app.delete(
    '/me',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Leave: close your account for good',
        description:
          'All sessions end at once. Name, address, password, profile, preferences, inbox, drafts and linked providers are ' +
          'taken away; what you published stays, by "Deleted user". The last administrator cannot leave. ' +
          'Who has no password yet sets one first, by POST .../auth/password/forgot.',
        security: [{ accessToken: [] }],
        params,
        body: leaveRequest,
        response: { 204: z.undefined().describe('Done'), ...problems(401, 403, 404, 409, 429) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const proved = await provePassword(
        { forum: database.for(viewer), viewer },
        limits,
        request.body.currentPassword,
      );
      const { email, linked } = await database.session(async (session) => {
        const [, [outcome]] = await session.run(
          viewer,
          call(lockDrafts, communityId, userId),
          call(leave, communityId, userId, proved),
        );
        const done = accepted(outcome, { 'auth.invalid_credentials': 'The current password is wrong.' });
        const [tokens] = await session.run(communityId, call(forget, communityId, userId));
        return { ...done, linked: tokens };
      });
      for (const tokens of linked) revokeTokens(app, dependencies, tokens);
      mailer.send(accountClosedMail(request.community, email));
      return reply.code(204).send();
    },
  );
}
