import { z } from 'zod';
import { ApiError, found } from '../../../api-error.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { tellAuthor } from '../../../domain/acting/tell-author.ts';
import { accepted, refusal } from '../../../domain/outcome.ts';
import { line, text } from '../../../domain/text.ts';
import { recountPostsSql } from '../../../domain/threads/recount-posts.sql.ts';
import { setCommentStatusSql } from '../../../domain/threads/set-comment-status.sql.ts';
import { id, slug } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { recountAuthor } from '../content/recount-author.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { lockCommentsSql } from './lock-comments.sql.ts';
import { lockPostsSql } from './lock-posts.sql.ts';
import { outermost } from './outermost.ts';
import { splitCommentsSql } from './split-comments.sql.ts';

const split = z
  .strictObject({
    comments: z.array(id).min(1).max(100).describe('Those that go, each with all below it'),
    title: line(200).describe('Of the new post'),
    channel: slug.optional().describe('Of the new post; that of the old one without it'),
    reason: text(500).default(''),
  })
  .meta({ id: 'Split' });

const splitPost = z
  .object({ post: id.describe('The new post'), moved: z.int().describe('Comments that are in it') })
  .meta({ id: 'SplitPost' });

/**
 * The oldest of the comments becomes the text of the new post, by its author and of its time; its place in the old thread
 * stays, hidden. So nothing is written that nobody wrote, and nothing is older than what it answers.
 */
export const splitComments = operation({
  id: 'splitComments',
  method: 'POST',
  path: '/posts/:post/split',
  tag: 'moderation',
  summary: 'Make a post of its own of comments (moderators)',
  description:
    'The oldest of them opens the new post, by its author; the others, and all below them, are its thread.',
  login: 'required',
  params: { post: id },
  body: split,
  answers: { 201: splitPost },
  handle: ({ forum, viewer, params, body }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId } = viewer;
      const postId = params.post;
      const [post] = await run(lockPostsSql({ communityId, postIds: [postId] }));
      const comments = await run(lockCommentsSql({ communityId, postId }));
      const wanted = new Set(body.comments.map((one) => one.toLowerCase()));
      const chosen = comments.filter((comment) => wanted.has(comment.id));
      const roots = outermost(chosen).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
      const [opening] = roots;
      const others = opening === undefined ? [] : [opening.authorId];
      const { people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
      if (post === undefined || post.status === 'DRAFT') throw refusal('resource.not_found');
      if (opening === undefined || chosen.length < wanted.size) {
        throw new ApiError('resource.not_found', 'Not all of these comments are in this post.');
      }
      if (opening.status !== 'PUBLISHED') {
        throw refusal('request.refused_value', {
          'request.refused_value': 'The oldest of the comments opens the new post, and is hidden or deleted.',
        });
      }
      const channelId =
        body.channel === undefined
          ? post.channelId
          : found(
              (await transaction.channel.findUnique({
                where: { communityId_slug: { communityId, slug: body.channel } },
                select: { id: true },
              })) ?? undefined,
              'channel',
            ).id;
      const { body: opener } = await transaction.comment.findUniqueOrThrow({
        where: { communityId_id: { communityId, id: opening.id } },
        select: { body: true },
      });
      const newPostId = uuid7();
      const { authorId, createdAt } = opening;
      await transaction.post.create({
        data: {
          communityId,
          id: newPostId,
          channelId,
          authorId,
          title: body.title,
          body: opener,
          status: 'PUBLISHED',
          createdAt,
          lastActivityAt: createdAt,
        },
        select: { id: true },
      });
      const details = { reason: body.reason, post: newPostId, opening: opening.id };
      const entryId = await noteAct(transaction, viewer, { action: 'post.split', targetId: postId, details });
      const [row] = await run(
        splitCommentsSql({
          communityId,
          postId,
          newPostId,
          entryId,
          rootPaths: roots.map(({ path }) => Buffer.from(path)),
          strips: roots.map((root) => (root === opening ? root.depth + 1 : root.depth)),
        }),
      );
      const hidden = { ...viewer, commentId: opening.id, status: 'HIDDEN' as const };
      accepted((await run(setCommentStatusSql(hidden)))[0]);
      await run(recountPostsSql({ communityId, postIds: [postId, newPostId].toSorted() }));
      await recountAuthor(run, communityId, authorId);
      await tellAuthor(transaction, viewer, people.get(authorId), { postId: newPostId });
      return { post: newPostId, moved: row?.moved ?? 0 };
    }),
});
