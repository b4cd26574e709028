import { z } from 'zod';
import { commentStatus } from '../../../domain/content.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { time } from '../../../domain/values.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { setCommentStatus } from './set-comment-status.ts';

const status = commentStatus.extract(['PUBLISHED', 'HIDDEN']);
const kept = z.object({
  before: z.object({ status, acceptedAt: time.nullable() }),
  after: z.object({ status }),
});

export const undoModerateComment: Undoing = {
  async undo({ transaction, run, viewer }, { targetId, details }) {
    const act = kept.safeParse(details);
    if (!act.success) throw notUndoable('What was before was not kept yet when this was done.');
    const { before, after } = act.data;
    const { communityId } = viewer;
    const where = { communityId_id: { communityId, id: targetId } };
    const wanted = { ...viewer, commentId: targetId, status: before.status };
    await run(lockThreadSql(wanted));
    const select = { status: true, postId: true };
    const now = await transaction.comment.findUnique({ where, select });
    if (now?.status !== after.status) throw notUndoable('The comment has been changed again since.');
    await setCommentStatus(transaction, run, viewer, wanted);
    const { postId } = now;
    const answered = await transaction.comment.count({
      where: { communityId, postId, acceptedAt: { not: null } },
    });
    if (before.acceptedAt !== null && answered === 0) {
      await transaction.comment.update({
        where,
        data: { acceptedAt: before.acceptedAt },
        select: { id: true },
      });
    }
  },
};
