import { z } from 'zod';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { tellAuthor } from '../../../domain/acting/tell-author.ts';
import { commentStatus } from '../../../domain/content.ts';
import { text } from '../../../domain/text.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { setCommentStatus } from './set-comment-status.ts';

const commentModeration = z
  .strictObject({
    status: commentStatus.extract(['PUBLISHED', 'HIDDEN']),
    reason: text(500).default(''),
  })
  .meta({ id: 'CommentModeration' });

export const moderateComment = operation({
  id: 'moderateComment',
  method: 'PUT',
  path: '/comments/:comment/moderation',
  tag: 'moderation',
  summary: 'Hide or show a comment (moderators)',
  login: 'required',
  params: { comment: id },
  body: commentModeration,
  answers: { 204: nothing },
  async handle({ forum, viewer, params, body }) {
    // Ahead of all else: whoever may not learns nothing of the comment. Under the lock it is looked at again.
    await requireModerator(forum, viewer);
    const { communityId } = viewer;
    const act = { ...viewer, commentId: params.comment, status: body.status };
    await forum.prismaTransaction(async (transaction, run) => {
      await run(lockThreadSql(act));
      const where = { communityId_id: { communityId, id: act.commentId } };
      const before = await transaction.comment.findUnique({
        where,
        select: { status: true, acceptedAt: true },
      });
      await setCommentStatus(transaction, run, viewer, act);
      const { postId, author } = await transaction.comment.findUniqueOrThrow({
        where,
        select: { postId: true, author: { select: { id: true, status: true } } },
      });
      await noteAct(transaction, viewer, {
        action: 'comment.moderate',
        targetId: act.commentId,
        details: {
          ...body,
          before: { status: before?.status, acceptedAt: before?.acceptedAt?.toISOString() ?? null },
          after: { status: body.status },
        },
      });
      await tellAuthor(transaction, viewer, author, { postId, commentId: act.commentId });
    });
  },
});
