import { z } from 'zod';
import { found } from '../../api-error.ts';
import { accepted } from '../../database/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { idempotencyHeaders, once } from '../../plugins/idempotency.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../plugins/versions.ts';
import type { Viewer } from '../../auth/access-token.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, id } from '../../schema/values.ts';
import { ledgerIds } from '../points/ledger-ids.ts';
import { recountStatistics, refreshAchievements } from '../points/standing.ts';
import { comment, commentEdit, newComment } from '../posts/schema.ts';
import { mentionsIn } from './mentions.ts';
import {
  acceptAnswer,
  commentById,
  createComment,
  editComment,
  lockThread,
  setCommentStatus,
} from './queries.ts';

/** Writing, editing, removing and accepting comments. */
export function commentRoutes(app: App, { database }: Dependencies): void {
  const tags = ['comments'];
  const security = [{ accessToken: [] }];
  const params = communityParams.extend({ comment: id });

  app.post(
    '/posts/:post/comments',
    {
      schema: {
        tags,
        summary: 'Comment on a post, or reply to a comment',
        security,
        params: communityParams.extend({ post: id }),
        headers: idempotencyHeaders,
        body: newComment,
        response: { 201: comment, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { body: text, parentId = null } = request.body;
      const { post } = request.params;
      const { body: made } = await once(database, request, reply, async (runner) => {
        const commentId = uuid7();
        const mentions = mentionsIn(text);
        const create = call(
          createComment,
          communityId,
          userId,
          post,
          commentId,
          parentId,
          text,
          uuid7(),
          uuid7(),
          mentions,
        );
        const [[outcome], , [written]] = await runner.run(
          viewer,
          create,
          call(refreshAchievements, communityId, userId, ledgerIds()),
          call(commentById, communityId, commentId, userId),
        );
        accepted(outcome, { 'resource.not_found': 'No such post, or no such comment in it to reply to.' });
        return { status: 201, body: found(written, 'comment') };
      });
      tagWritten(reply, made);
      return reply.code(201).send(made);
    },
  );
  app.patch(
    '/comments/:comment',
    {
      schema: {
        tags,
        summary: 'Edit your comment',
        security,
        params,
        headers: ifMatchHeaders,
        body: commentEdit,
        response: { 200: comment, ...problems(401, 403, 404, 412, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { comment: commentId } = request.params;
      const [[outcome], [written]] = await database.run(
        viewer,
        call(editComment, communityId, userId, commentId, editedVersion(request), request.body.body),
        call(commentById, communityId, commentId, userId),
      );
      accepted(outcome, { 'auth.forbidden': 'Only authors edit.' });
      const edited = found(written, 'comment');
      tagWritten(reply, edited);
      return edited;
    },
  );
  app.delete(
    '/comments/:comment',
    {
      schema: {
        tags,
        summary: 'Delete your comment: its place in the thread stays, its text goes',
        security,
        params,
        response: { 204: z.undefined().describe('Done'), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const [, [outcome]] = await database.run(
        viewer,
        call(lockThread, communityId, request.params.comment),
        call(setCommentStatus, communityId, userId, request.params.comment, 'DELETED'),
        call(recountStatistics, communityId, userId),
        call(refreshAchievements, communityId, userId, ledgerIds()),
      );
      accepted(outcome, { 'auth.forbidden': 'Only authors delete.' });
      return reply.code(204).send();
    },
  );

  const accept = async (viewer: Viewer, commentId: string, accepting: boolean) => {
    const { communityId, userId } = viewer;
    const [[outcome], [written]] = await database.run(
      viewer,
      call(acceptAnswer, communityId, userId, commentId, accepting, uuid7(), uuid7()),
      call(commentById, communityId, commentId, userId),
    );
    accepted(outcome, {
      'auth.forbidden': "Only the post's author accepts an answer.",
      'conflict.duplicate': 'Another comment is the accepted answer.',
    });
    return found(written, 'comment');
  };
  const response = { 200: comment, ...problems(401, 403, 404, 409) };
  app.put(
    '/comments/:comment/accepted',
    { schema: { tags, summary: 'Take a comment as the answer to your post', security, params, response } },
    (request) => accept(requireViewer(request), request.params.comment, true),
  );
  app.delete(
    '/comments/:comment/accepted',
    { schema: { tags, summary: 'Take back that a comment is the answer', security, params, response } },
    (request) => accept(requireViewer(request), request.params.comment, false),
  );
}
