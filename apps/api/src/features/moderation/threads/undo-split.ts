import { z } from 'zod';
import { accepted } from '../../../domain/outcome.ts';
import { setCommentStatusSql } from '../../../domain/threads/set-comment-status.sql.ts';
import { id } from '../../../domain/values.ts';
import { recountAuthor } from '../content/recount-author.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { returnComments } from './return-comments.ts';

const kept = z.object({ post: id, opening: id });

/** The comments go back, and the new post is hidden. */
export const undoSplit: Undoing = {
  async undo({ transaction, run, viewer }, { id: entryId, targetId: postId, details }) {
    const { communityId } = viewer;
    const { post: newPostId, opening } = kept.parse(details);
    const authorOf = (posts: readonly { readonly id: string; readonly authorId: string }[]) =>
      posts.find((post) => post.id === newPostId)?.authorId;
    const posts = await returnComments(run, viewer, { entryId, postId, newPostId, authorOf, all: true });
    const select = { status: true };
    const whereOpening = { communityId_id: { communityId, id: opening } };
    const before = await transaction.comment.findUnique({ where: whereOpening, select });
    if (before?.status !== 'HIDDEN')
      throw notUndoable('The comment that opened the post has been changed since.');
    const where = { communityId_id: { communityId, id: newPostId } };
    await transaction.post.update({ where, data: { status: 'HIDDEN' }, select: { id: true } });
    accepted((await run(setCommentStatusSql({ ...viewer, commentId: opening, status: 'PUBLISHED' })))[0]);
    await recountAuthor(run, communityId, authorOf(posts) ?? viewer.userId);
  },
};
