import { z } from 'zod';
import { found } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { editedVersion, ifMatchHeaders, tagVersion, tagWritten } from '../../http/versions.ts';
import { requireViewer } from '../../http/viewer.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { problems } from '../../http/problem.ts';
import { communityParams as params } from '../../domain/values.ts';
import { editPreferences, havePreferences, preferencesOf } from './queries.ts';
import { preferences, preferencesEdit } from './schema.ts';

/** How one wants the forum to look and to write. */
export function preferenceRoutes(app: App, { database }: Dependencies): void {
  const tags = ['accounts'];
  const security = [{ accessToken: [] }];
  app.get(
    '/me/preferences',
    {
      schema: {
        tags,
        summary: 'Read your preferences',
        security,
        params,
        response: {
          200: preferences,
          304: z.undefined().describe('You have them already'),
          ...problems(401, 403, 404),
        },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const body = found(
        await database.json(viewer, call(preferencesOf, viewer.communityId, viewer.userId)),
        'preferences',
      );
      if (tagVersion(request, reply, body)) return reply.code(304).send();
      return sendWrittenJson(reply, body);
    },
  );
  app.patch(
    '/me/preferences',
    {
      schema: {
        tags,
        summary: 'Change your preferences',
        security,
        params,
        headers: ifMatchHeaders,
        body: preferencesEdit,
        response: { 200: preferences, ...problems(401, 403, 404, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const {
        locale = null,
        timeZone = null,
        theme = null,
        emailNotifications = null,
        digest = null,
      } = request.body;
      const version = String(editedVersion(request));
      const [, [outcome], [written]] = await database.run(
        viewer,
        call(havePreferences, communityId, userId),
        call(
          editPreferences,
          communityId,
          userId,
          version,
          locale,
          timeZone,
          theme,
          emailNotifications,
          digest,
        ),
        call(preferencesOf, communityId, userId),
      );
      accepted(outcome);
      const edited = found(written, 'preferences');
      tagWritten(reply, edited);
      return edited;
    },
  );
}
