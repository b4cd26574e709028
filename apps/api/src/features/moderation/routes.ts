import { z } from 'zod';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { idempotencyHeaders, onceAnswered } from '../../http/idempotency/idempotency.ts';
import { requireViewer } from '../../http/viewer.ts';
import { pageById, pageQuery, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { username } from '../../domain/people.ts';
import { found } from '../../api-error.ts';
import { lockThreadSql } from '../../domain/threads/lock-thread.sql.ts';
import { setCommentStatusSql } from '../../domain/threads/set-comment-status.sql.ts';
import { ledgerIds } from '../../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../../domain/standing/refresh-achievements.sql.ts';
import {
  changeRole,
  createBan,
  createReport,
  liftBan,
  lockBanned,
  lockReporter,
  moderatePost,
  noteCommentModeration,
} from './queries.ts';
import { decideReport, listBans, listModeration, listReports } from './reports.ts';
import {
  ban,
  banPage,
  banQuery,
  commentModeration,
  madeReport,
  moderationLog,
  newBan,
  newReport,
  newRole,
  postModeration,
  report,
  reportDecision,
  reportPage,
  reportQuery,
  roleChange,
} from './schema.ts';

const moderatorsOnly = { 'auth.forbidden': 'Only moderators may do this.' } as const;

/** Reports, and what moderators do about them. */
export function moderationRoutes(app: App, { database }: Dependencies): void {
  const tags = ['moderation'];
  const security = [{ accessToken: [] }];
  const nothing = z.undefined().describe('Done');

  app.post(
    '/reports',
    {
      schema: {
        tags,
        summary: 'Report a post, a comment or a user',
        security,
        params: communityParams,
        headers: idempotencyHeaders,
        body: newReport,
        response: { 201: madeReport, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { postId = null, commentId = null, user = null, reason, details } = request.body;
      const answer = await onceAnswered(database, request, reply, async (runner) => {
        const make = call(
          createReport,
          communityId,
          userId,
          uuid7(),
          postId,
          commentId,
          user,
          reason,
          details,
        );
        const [, [outcome]] = await runner.run(viewer, call(lockReporter, communityId, userId), make);
        const what = user !== null ? 'user' : commentId !== null ? 'comment' : 'post';
        return {
          status: 201,
          body: accepted(outcome, {
            'resource.not_found': `No such ${what}.`,
            'conflict.duplicate': `You have reported this ${what} already, and it is still looked at.`,
          }),
        };
      });
      return reply.code(201).send(answer.body);
    },
  );
  app.get(
    '/reports',
    {
      schema: {
        tags,
        summary: 'List reports, the oldest first (moderators)',
        security,
        params: communityParams,
        querystring: reportQuery,
        response: { 200: reportPage, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const { limit, cursor, status } = request.query;
      const after = cursor === undefined ? undefined : readCursor('reports', id, cursor);
      const viewer = requireViewer(request);
      return pageById('reports', await listReports(database, viewer, { status, limit, after }), limit);
    },
  );
  app.post(
    '/reports/:report/decision',
    {
      schema: {
        tags,
        summary: 'Close a report (moderators)',
        security,
        params: communityParams.extend({ report: id }),
        body: reportDecision,
        response: { 200: report, ...problems(401, 403, 404, 409) },
      },
    },
    (request) => decideReport(database, requireViewer(request), request.params.report, request.body),
  );
  app.post(
    '/bans',
    {
      schema: {
        tags,
        summary: 'Ban a user (moderators)',
        security,
        params: communityParams,
        headers: idempotencyHeaders,
        body: newBan,
        response: { 201: ban, ...problems(401, 403, 404, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { user, reason, endsAt = null } = request.body;
      const answer = await onceAnswered(database, request, reply, async (runner) => {
        const make = call(createBan, communityId, userId, uuid7(), user, reason, endsAt, uuid7());
        const refusals = {
          ...moderatorsOnly,
          'resource.not_found': 'No such user.',
          'request.refused_value': 'A ban ends in the future.',
        };
        return { status: 201, body: accepted(await runner.one(viewer, make), refusals) };
      });
      return reply.code(201).send(answer.body);
    },
  );
  app.get(
    '/bans',
    {
      schema: {
        tags,
        summary: 'List bans, the latest first (moderators)',
        security,
        params: communityParams,
        querystring: banQuery,
        response: { 200: banPage, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const { limit, cursor, user } = request.query;
      const after = cursor === undefined ? undefined : readCursor('bans', id, cursor);
      return pageById(
        'bans',
        await listBans(database, requireViewer(request), { user, limit, after }),
        limit,
      );
    },
  );
  app.delete(
    '/bans/:ban',
    {
      schema: {
        tags,
        summary: 'Lift a ban (moderators)',
        security,
        params: communityParams.extend({ ban: id }),
        response: { 200: ban, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const lift = call(liftBan, communityId, userId, request.params.ban, uuid7());
      const lock = call(lockBanned, communityId, userId, request.params.ban);
      const [, [outcome]] = await database.run(viewer, lock, lift);
      return accepted(outcome, {
        ...moderatorsOnly,
        'resource.not_found': 'No such ban.',
        'ban.not_allowed': 'Only admins lift the ban of a moderator.',
      });
    },
  );
  app.put(
    '/users/:user/role',
    {
      schema: {
        tags,
        summary: 'Give a user another role (admins)',
        description:
          'In force with their next request. Nobody changes their own, so that there is always an admin.',
        security,
        params: communityParams.extend({ user: z.union([username, z.guid()]).describe('Username or id') }),
        body: newRole,
        response: { 200: roleChange, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { user } = request.params;
      const byId = z.guid().safeParse(user).success ? user : null;
      const change = call(changeRole, communityId, userId, user, byId, request.body.role, uuid7());
      return accepted(await database.one(viewer, change), {
        'auth.forbidden': 'Only admins may do this, and not to themselves.',
        'resource.not_found': 'No such user.',
      });
    },
  );
  app.put(
    '/posts/:post/moderation',
    {
      schema: {
        tags,
        summary: 'Hide, show, archive or pin a post (moderators)',
        security,
        params: communityParams.extend({ post: id }),
        body: postModeration,
        response: { 204: nothing, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { status = null, pinned = null, reason } = request.body;
      const { post } = request.params;
      await database.session(async (session) => {
        const act = call(moderatePost, communityId, userId, post, status, pinned, reason, uuid7(), uuid7());
        const { authorId } = accepted(await session.one(viewer, act), moderatorsOnly);
        await session.run(
          viewer,
          recountStatisticsSql({ communityId, userId: authorId }),
          refreshAchievementsSql({ communityId, userId: authorId, entryIds: ledgerIds() }),
        );
      });
      return reply.code(204).send();
    },
  );
  app.put(
    '/comments/:comment/moderation',
    {
      schema: {
        tags,
        summary: 'Hide or show a comment (moderators)',
        security,
        params: communityParams.extend({ comment: id }),
        body: commentModeration,
        response: { 204: nothing, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { status, reason } = request.body;
      const { comment } = request.params;
      await database.session(async (session) => {
        const act = { ...viewer, commentId: comment };
        const [, [row]] = await session.run(
          viewer,
          lockThreadSql(act),
          setCommentStatusSql({ ...act, status }),
        );
        const authorId = found(accepted(row, moderatorsOnly).authorId ?? undefined, 'comment');
        await session.run(
          viewer,
          recountStatisticsSql({ communityId, userId: authorId }),
          refreshAchievementsSql({ communityId, userId: authorId, entryIds: ledgerIds() }),
          call(noteCommentModeration, communityId, userId, comment, status, reason, uuid7(), uuid7()),
        );
      });
      return reply.code(204).send();
    },
  );
  app.get(
    '/moderation/log',
    {
      schema: {
        tags,
        summary: 'List what moderators did, the latest first (moderators)',
        security,
        params: communityParams,
        querystring: pageQuery,
        response: { 200: moderationLog, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : readCursor('moderation', id, cursor);
      return pageById(
        'moderation',
        await listModeration(database, requireViewer(request), { limit, after }),
        limit,
      );
    },
  );
}
