import { z } from 'zod';
import { postStatus } from '../../../domain/content.ts';
import { id } from '../../../domain/values.ts';
import { recountAuthor } from '../content/recount-author.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { returnComments } from './return-comments.ts';

const kept = z.object({ into: id, status: postStatus });

/** The comments go back, and the post is what it was. */
export const undoMerge: Undoing = {
  async undo({ transaction, run, viewer }, { id: entryId, targetId: postId, details }) {
    const { communityId } = viewer;
    const { into, status } = kept.parse(details);
    const from = (posts: readonly { readonly id: string }[]) => posts.findIndex((post) => post.id === postId);
    const authorOf = (posts: readonly { readonly id: string; readonly authorId: string }[]) =>
      posts[from(posts)]?.authorId;
    const posts = await returnComments(run, viewer, {
      entryId,
      postId,
      newPostId: into,
      authorOf,
      all: false,
    });
    const expected = status === 'PUBLISHED' ? 'ARCHIVED' : status;
    if (posts[from(posts)]?.status !== expected) throw notUndoable('The post has been changed again since.');
    const where = { communityId_id: { communityId, id: postId } };
    await transaction.post.update({ where, data: { status }, select: { id: true } });
    await recountAuthor(run, communityId, authorOf(posts) ?? viewer.userId);
  },
};
