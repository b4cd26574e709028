import { z } from 'zod';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { plannedSize, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { inboxListing, markRead } from './queries.ts';
import { inbox, inboxQuery, readRequest } from './schema.ts';

/** What others did that concerns you. */
export function notificationRoutes(app: App, { database }: Dependencies): void {
  const tags = ['notifications'];
  const security = [{ accessToken: [] }];
  app.get(
    '/me/notifications',
    {
      schema: {
        tags,
        summary: 'List your notifications, the latest first',
        security,
        params: communityParams,
        querystring: inboxQuery,
        response: { 200: inbox, ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { limit, cursor, unread } = request.query;
      const after = cursor === undefined ? undefined : readCursor('inbox', id, cursor);
      const listing = inboxListing(communityId, userId, { limit, size: plannedSize(limit), unread, after });
      return sendWrittenJson(reply, await database.json(viewer, listing));
    },
  );
  app.post(
    '/me/notifications/read',
    {
      schema: {
        tags,
        summary: 'Mark notifications as read',
        security,
        params: communityParams,
        body: readRequest,
        response: { 204: z.undefined().describe('Done'), ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      await database.run(viewer, call(markRead, communityId, userId, request.body.upTo));
      return reply.code(204).send();
    },
  );
}
