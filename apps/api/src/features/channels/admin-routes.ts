import { z } from 'zod';
import { found } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { idempotencyHeaders, onceAnswered } from '../../http/idempotency/idempotency.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../http/versions.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, slug } from '../../domain/values.ts';
import { createChannel, editChannel, removeChannel } from './admin-queries.ts';
import { channelBySlug } from './queries.ts';
import { channel, channelEdit, newChannel } from './schema.ts';

const refusals = {
  'auth.forbidden': 'Only administrators keep the channels.',
  'conflict.duplicate': 'There is a channel of that slug.',
} as const;

/** Opening, changing and closing the rooms of a community: for its administrators, and written into the log. */
export function channelAdminRoutes(app: App, { database }: Dependencies): void {
  const tags = ['channels'];
  const security = [{ accessToken: [] }];
  const params = communityParams.extend({ channel: slug });
  app.post(
    '/channels',
    {
      schema: {
        tags,
        summary: 'Open a channel (administrators)',
        security,
        params: communityParams,
        headers: idempotencyHeaders,
        body: newChannel,
        response: { 201: channel, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { slug: key, name, description, position = null, postRole } = request.body;
      const { body: made } = await onceAnswered(database, request, reply, async (runner) => {
        const [[outcome], [written]] = await runner.run(
          viewer,
          call(
            createChannel,
            communityId,
            userId,
            uuid7(),
            key,
            name,
            description,
            position,
            postRole,
            uuid7(),
          ),
          call(channelBySlug, communityId, key),
        );
        accepted(outcome, refusals);
        return { status: 201, body: found(written, 'channel') };
      });
      tagWritten(reply, made);
      return reply
        .code(201)
        .header('location', `/c/${request.community.slug}/channels/${made.slug}`)
        .send(made);
    },
  );
  app.patch(
    '/channels/:channel',
    {
      schema: {
        tags,
        summary: 'Change a channel, or who may post in it (administrators)',
        security,
        params,
        headers: ifMatchHeaders,
        body: channelEdit,
        response: { 200: channel, ...problems(401, 403, 404, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { name = null, description = null, position = null, postRole = null } = request.body;
      const { channel: key } = request.params;
      const version = String(editedVersion(request));
      const [[outcome], [written]] = await database.run(
        viewer,
        call(editChannel, communityId, userId, key, version, name, description, position, postRole, uuid7()),
        call(channelBySlug, communityId, key),
      );
      accepted(outcome, refusals);
      const edited = found(written, 'channel');
      tagWritten(reply, edited);
      return edited;
    },
  );
  app.delete(
    '/channels/:channel',
    {
      schema: {
        tags,
        summary: 'Close a channel that holds no post, a draft included (administrators)',
        security,
        params,
        response: { 204: z.undefined().describe('It is gone'), ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const act = call(removeChannel, communityId, userId, request.params.channel, uuid7());
      accepted(await database.one(viewer, act), refusals);
      return reply.code(204).send();
    },
  );
}
