import type { Viewer } from '../../../../auth/access-token.ts';
import type { Forum } from '../../../../database/forum.ts';
import { recountPostsSql } from '../../../../domain/threads/recount-posts.sql.ts';
import { recountAuthor } from '../../content/recount-author.ts';
import { lockPostsSql } from '../../threads/lock-posts.sql.ts';
import { lockAuthor } from './lock-author.ts';
import { nextHiddenCommentsSql } from './next-hidden-comments.sql.ts';
import { showCommentsSql } from './show-comments.sql.ts';
import { showPostsSql } from './show-posts.sql.ts';

/** Posts or comments that are shown at once. */
const most = 200;

/** Shows again what an act hid of somebody, in batches, and leaves alone what was acted on since. */
export async function showWritten(
  forum: Forum,
  viewer: Viewer,
  { entryId, authorId }: { readonly entryId: string; readonly authorId: string },
): Promise<void> {
  const { communityId } = viewer;
  const may = { least: 'MODERATOR', authorId } as const;
  const showPosts = () =>
    forum.prismaTransaction(async (_, run) => {
      const shown = await run(showPostsSql({ communityId, entryId, most }));
      await lockAuthor(run, viewer, may);
      await recountAuthor(run, communityId, authorId);
      return shown.length;
    });
  const showComments = () =>
    forum.prismaTransaction(async (_, run) => {
      const next = await run(nextHiddenCommentsSql({ communityId, entryId, most }));
      const postIds = [...new Set(next.map(({ postId }) => postId))].toSorted();
      await run(lockPostsSql({ communityId, postIds }));
      await run(showCommentsSql({ communityId, entryId, commentIds: next.map(({ id }) => id) }));
      await lockAuthor(run, viewer, may);
      await run(recountPostsSql({ communityId, postIds }));
      await recountAuthor(run, communityId, authorId);
      return next.length;
    });
  while ((await showPosts()) > 0);
  while ((await showComments()) > 0);
}
