import { accepted } from '../../database/outcome.ts';
import type { Runner } from '../../database/runner.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import { found } from '../../api-error.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { idempotencyHeaders, once } from '../../plugins/idempotency.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../plugins/versions.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, id } from '../../schema/values.ts';
import { mentionsIn } from '../comments/mentions.ts';
import { ledgerIds } from '../points/ledger-ids.ts';
import { recountStatistics, refreshAchievements } from '../points/standing.ts';
import { postWithThread } from './queries.ts';
import { newPost, post, postEdit, postRevisions } from './schema.ts';
import { createPost, editPost, renewBelongings, revisionsOfPost, tellMentioned } from './write-queries.ts';

/** Writing posts. */
export function postWriteRoutes(app: App, { database }: Dependencies): void {
  const tags = ['posts'];
  const security = [{ accessToken: [] }];
  app.post(
    '/posts',
    {
      schema: {
        tags,
        summary: 'Open a post, or keep a draft',
        security,
        params: communityParams,
        headers: idempotencyHeaders,
        body: newPost,
        response: { 201: post, ...problems(401, 403, 404, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { channel, title, body, status, tags: slugs } = request.body;
      const { body: made } = await once(database, request, reply, async (runner) => {
        const postId = uuid7();
        const [[outcome], , , [written]] = await runner.run(
          viewer,
          call(
            createPost,
            communityId,
            userId,
            postId,
            channel,
            title,
            body,
            status,
            JSON.stringify(slugs),
            uuid7(),
          ),
          call(refreshAchievements, communityId, userId, ledgerIds()),
          call(tellMentioned, communityId, userId, postId, mentionsIn(body)),
          call(postWithThread, communityId, postId, userId),
        );
        accepted(outcome, {
          'auth.forbidden': 'Your role may not open posts in this channel.',
          'resource.not_found': 'No such channel.',
        });
        return { status: 201, body: found(written, 'post') };
      });
      tagWritten(reply, made);
      return reply.code(201).header('location', `/c/${request.community.slug}/posts/${made.id}`).send(made);
    },
  );
  app.patch(
    '/posts/:post',
    {
      schema: {
        tags,
        summary: 'Edit your post, publish your draft, or archive your post',
        security,
        params: communityParams.extend({ post: id }),
        headers: ifMatchHeaders,
        body: postEdit,
        response: { 200: post, ...problems(401, 403, 404, 409, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { title = null, body = null, status = null, tags: slugs } = request.body;
      const { post: postId } = request.params;
      const list = slugs === undefined ? null : JSON.stringify(slugs);
      const version = editedVersion(request);
      const edit = call(
        editPost,
        communityId,
        userId,
        postId,
        version,
        title,
        body,
        status,
        list,
        uuid7(),
        uuid7(),
      );
      const work = async (runner: Runner) => {
        const [[outcome], , , [written]] = await runner.run(
          viewer,
          edit,
          call(renewBelongings, communityId, postId),
          call(refreshAchievements, communityId, userId, ledgerIds()),
          call(postWithThread, communityId, postId, userId),
        );
        accepted(outcome, {
          'auth.forbidden': 'Only authors edit.',
          'post.closed': 'A hidden or archived post is not edited, and a draft not archived.',
        });
        return found(written, 'post');
      };
      // What a draft says is known when it has been read, and whom it mentions is told with its publication or not at all.
      const publish = async (session: Runner) => {
        const made = await work(session);
        await session.run(viewer, call(tellMentioned, communityId, userId, postId, mentionsIn(made.body)));
        return made;
      };
      // What is archived no longer counts, nor does its day if nothing else was published on it.
      const archive = async (session: Runner) => {
        const made = await work(session);
        await session.run(
          viewer,
          call(recountStatistics, communityId, userId),
          call(refreshAchievements, communityId, userId, ledgerIds()),
        );
        return made;
      };
      const edited =
        status === null
          ? await work(database)
          : await database.session(status === 'PUBLISHED' ? publish : archive);
      tagWritten(reply, edited);
      return edited;
    },
  );
  app.get(
    '/posts/:post/revisions',
    {
      schema: {
        tags,
        summary: 'Read what a post said before its edits',
        params: communityParams.extend({ post: id }),
        response: { 200: postRevisions, ...problems(404) },
      },
    },
    async ({ community, scope, params, viewer }) => {
      const read = call(revisionsOfPost, community.id, params.post, viewer?.userId ?? null);
      return found(await database.one(scope, read), 'post');
    },
  );
}
