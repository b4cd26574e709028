import type { UserRole } from '@agora/db';
import type { Viewer } from '../../../../auth/access-token.ts';
import type { Forum } from '../../../../database/forum.ts';
import { recountPostsSql } from '../../../../domain/threads/recount-posts.sql.ts';
import { recountAuthor } from '../../content/recount-author.ts';
import { lockPostsSql } from '../../threads/lock-posts.sql.ts';
import { hideCommentsSql } from './hide-comments.sql.ts';
import { hidePostsSql } from './hide-posts.sql.ts';
import { lockAuthor } from './lock-author.ts';
import { nextCommentsSql } from './next-comments.sql.ts';

/** Posts or comments that are hidden at once. */
const most = 200;

/** How much of what somebody wrote was hidden. */
export interface Hidden {
  readonly posts: number;
  readonly comments: number;
}

/**
 * Hides all that somebody wrote, who cannot write meanwhile, in batches that are transactions of their own; after one that
 * was cut short it is called again. Looks with each whether who asks still may.
 * @param act.entryId of the entry in the log that what was before is kept beside
 */
export async function hideWritten(
  forum: Forum,
  viewer: Viewer,
  act: { readonly entryId: string; readonly authorId: string; readonly least: UserRole },
): Promise<Hidden> {
  const { communityId } = viewer;
  const { entryId, authorId, least } = act;
  const hide = { communityId, entryId, authorId, most };
  const may = { least, authorId };
  const hideComments = () =>
    forum.prismaTransaction(async (_, run) => {
      const next = await run(nextCommentsSql({ communityId, authorId, most }));
      const postIds = [...new Set(next.map(({ postId }) => postId))].toSorted();
      await run(lockPostsSql({ communityId, postIds }));
      const gone = await run(hideCommentsSql({ communityId, entryId, commentIds: next.map(({ id }) => id) }));
      await lockAuthor(run, viewer, may);
      await run(recountPostsSql({ communityId, postIds }));
      await recountAuthor(run, communityId, authorId);
      return { found: next.length, hidden: gone.length };
    });
  const hidePosts = () =>
    forum.prismaTransaction(async (_, run) => {
      const gone = await run(hidePostsSql(hide));
      await lockAuthor(run, viewer, may);
      await recountAuthor(run, communityId, authorId);
      return { found: gone.length, hidden: gone.length };
    });
  return { posts: await untilNone(hidePosts), comments: await untilNone(hideComments) };
}

/** Repeats a batch until it finds nothing more. @returns how much was hidden in all */
async function untilNone(
  batch: () => Promise<{ readonly found: number; readonly hidden: number }>,
): Promise<number> {
  let all = 0;
  for (;;) {
    const { found, hidden } = await batch();
    all += hidden;
    if (found === 0) return all;
  }
}
