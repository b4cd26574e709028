import type { Prisma } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { moderates } from '../../../domain/acting/moderates.ts';

/** One comment, if its text may be read: by all while it is shown, and always by its author and by moderators. */
export async function commentSeenBy(
  forum: Forum,
  { communityId, commentId }: { readonly communityId: string; readonly commentId: string },
  viewer: Viewer | undefined,
): Promise<Prisma.CommentWhereInput> {
  const one = { communityId, id: commentId };
  if (viewer !== undefined && (await moderates(forum, viewer))) return one;
  return {
    ...one,
    OR: [
      { status: 'PUBLISHED', post: { status: { in: ['PUBLISHED', 'ARCHIVED'] } } },
      ...(viewer === undefined ? [] : [{ authorId: viewer.userId }]),
    ],
  };
}
