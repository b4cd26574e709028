import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { recountPostsSql } from '../../../domain/threads/recount-posts.sql.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { notUndoable } from '../undo/undoing.ts';
import { lockCommentsSql } from './lock-comments.sql.ts';
import { type LockPostsRow, lockPostsSql } from './lock-posts.sql.ts';
import { movedNowSql } from './moved-now.sql.ts';
import { returnCommentsSql } from './return-comments.sql.ts';

/** An act that moved comments. */
interface Move {
  readonly entryId: string;
  readonly postId: string;
  /** Where they went. */
  readonly newPostId: string;
  /** Somebody who is locked, too. */
  readonly authorOf: (posts: readonly LockPostsRow[]) => string | undefined;
  /** Whether any comment there that came after stands in the way, and not only answers to those moved. */
  readonly all: boolean;
}

/**
 * Moves the comments of an act back, and counts both threads again. Both posts are locked from then on.
 * @returns the posts as they were before
 * @throws ApiError `act.not_undoable`, `auth.forbidden`, `auth.account_inactive`
 */
export async function returnComments(
  run: RunInPrisma,
  viewer: Viewer,
  move: Move,
): Promise<readonly LockPostsRow[]> {
  const { communityId } = viewer;
  const { entryId, postId, newPostId, all } = move;
  const postIds = [postId, newPostId].toSorted();
  const posts = await run(lockPostsSql({ communityId, postIds }));
  await run(lockCommentsSql({ communityId, postId: newPostId }));
  const author = move.authorOf(posts);
  await lockActor(run, viewer, {
    least: 'MODERATOR',
    others: author === undefined ? [] : [author],
    refusals,
  });
  const [now] = await run(movedNowSql({ communityId, entryId, postId, newPostId, all }));
  if (now === undefined || now.elsewhere > 0)
    throw notUndoable('Some of the comments have been moved on since.');
  if (now.answered > 0) throw notUndoable('Comments have been written there since.');
  if (now.uprooted > 0) throw notUndoable('What they answered has been moved away since.');
  await run(returnCommentsSql({ communityId, entryId, postId }));
  await run(recountPostsSql({ communityId, postIds }));
  return posts;
}
