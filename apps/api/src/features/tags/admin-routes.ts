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
import { createTag, editTag, removeTag } from './admin-queries.ts';
import { tagBySlug } from './queries.ts';
import { newTag, tag, tagEdit } from './schema.ts';

const refusals = {
  'auth.forbidden': 'Only moderators keep the tags.',
  'conflict.duplicate': 'There is a tag of that slug.',
  'resource.not_found': 'No such tag.',
} as const;

/** Making, changing and taking away the labels of a community: for its moderators, and written into the log. */
export function tagAdminRoutes(app: App, { database }: Dependencies): void {
  const tags = ['tags'];
  const security = [{ accessToken: [] }];
  const params = communityParams.extend({ tag: slug });
  app.post(
    '/tags',
    {
      schema: {
        tags,
        summary: 'Make a tag (moderators)',
        security,
        params: communityParams,
        headers: idempotencyHeaders,
        body: newTag,
        response: { 201: tag, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { slug: key, name, colour } = request.body;
      const { body: made } = await onceAnswered(database, request, reply, async (runner) => {
        const [[outcome], [written]] = await runner.run(
          viewer,
          call(createTag, communityId, userId, uuid7(), key, name, colour, uuid7()),
          call(tagBySlug, communityId, key),
        );
        accepted(outcome, refusals);
        return { status: 201, body: found(written, 'tag') };
      });
      tagWritten(reply, made);
      return reply.code(201).header('location', `/c/${request.community.slug}/tags/${made.slug}`).send(made);
    },
  );
  app.patch(
    '/tags/:tag',
    {
      schema: {
        tags,
        summary: 'Rename a tag, or give it another colour (moderators)',
        security,
        params,
        headers: ifMatchHeaders,
        body: tagEdit,
        response: { 200: tag, ...problems(401, 403, 404, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { name = null, colour = null } = request.body;
      const { tag: key } = request.params;
      const [[outcome], [written]] = await database.run(
        viewer,
        call(editTag, communityId, userId, key, String(editedVersion(request)), name, colour, uuid7()),
        call(tagBySlug, communityId, key),
      );
      accepted(outcome, refusals);
      const edited = found(written, 'tag');
      tagWritten(reply, edited);
      return edited;
    },
  );
  app.delete(
    '/tags/:tag',
    {
      schema: {
        tags,
        summary: 'Take away a tag that no post carries, a draft included (moderators)',
        security,
        params,
        response: { 204: z.undefined().describe('It is gone'), ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      accepted(
        await database.one(viewer, call(removeTag, communityId, userId, request.params.tag, uuid7())),
        refusals,
      );
      return reply.code(204).send();
    },
  );
}
