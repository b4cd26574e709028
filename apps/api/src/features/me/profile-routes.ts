import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { editedVersion, ifMatchHeaders, tagVersion, tagWritten } from '../../http/versions.ts';
import { requireViewer } from '../../http/viewer.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { problems } from '../../http/problem.ts';
import { communityParams as params } from '../../domain/values.ts';
import { currentUser } from '../accounts/schema.ts';
import { currentUserById, editProfile } from './queries.ts';
import { profileEdit } from './schema.ts';

/** One's own account, and how others see it. */
export function profileRoutes(app: App, { database }: Dependencies): void {
  const tags = ['accounts'];
  const security = [{ accessToken: [] }];
  app.get(
    '/me',
    {
      schema: {
        tags,
        summary: 'Read your own account',
        security,
        params,
        response: {
          200: currentUser,
          304: z.undefined().describe('You have it already'),
          ...problems(401, 403, 404),
        },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const body = await database.json(viewer, call(currentUserById, viewer.communityId, viewer.userId));
      if (body === undefined) throw new ApiError('auth.invalid_token', 'The account of this token is gone.');
      if (tagVersion(request, reply, body)) return reply.code(304).send();
      return sendWrittenJson(reply, body);
    },
  );
  app.patch(
    '/me',
    {
      schema: {
        tags,
        summary: 'Change how others see you',
        security,
        params,
        headers: ifMatchHeaders,
        body: profileEdit,
        response: { 200: currentUser, ...problems(401, 403, 404, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { displayName = null, bio = null, avatar } = request.body;
      const version = String(editedVersion(request));
      const changesAvatar = avatar !== undefined;
      const [[outcome], [written]] = await database.run(
        viewer,
        call(editProfile, communityId, userId, version, displayName, bio, changesAvatar, avatar ?? null),
        call(currentUserById, communityId, userId),
      );
      accepted(outcome);
      if (written === undefined) {
        throw new ApiError('auth.invalid_token', 'The account of this token is gone.');
      }
      tagWritten(reply, written);
      return written;
    },
  );
}
