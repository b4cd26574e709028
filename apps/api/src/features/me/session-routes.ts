import { z } from 'zod';
import { found } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { endOwnSession, sessionsOf } from './session-queries.ts';
import { sessionList } from './schema.ts';

/** Where one is logged in. */
export function ownSessionRoutes(app: App, { database }: Dependencies): void {
  const tags = ['accounts'];
  const security = [{ accessToken: [] }];
  app.get(
    '/me/sessions',
    {
      schema: {
        tags,
        summary: 'List where you are logged in',
        description:
          'The hundred sessions used last, the latest first. Of a device is kept what it calls itself, in a few words, and ' +
          'no address; both go with the session. POST .../auth/logout-everywhere ends all.',
        security,
        params: communityParams,
        response: { 200: sessionList, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const viewer = requireViewer(request);
      const read = call(sessionsOf, viewer.communityId, viewer.userId, viewer.sessionId);
      return found(await database.one(viewer, read), 'account');
    },
  );
  app.delete(
    '/me/sessions/:session',
    {
      schema: {
        tags,
        summary: 'End one of your sessions',
        description:
          'Its access tokens end with it, at once; the one of this request, too, if it is its session.',
        security,
        params: communityParams.extend({ session: id }),
        response: { 204: z.undefined().describe('Done'), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const end = call(endOwnSession, viewer.communityId, viewer.userId, request.params.session);
      accepted(await database.one(viewer, end), { 'resource.not_found': 'No such session.' });
      return reply.code(204).send();
    },
  );
}
