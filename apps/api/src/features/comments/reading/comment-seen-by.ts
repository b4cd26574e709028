import type { Prisma } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import { moderatedBy } from '../../../domain/acting/moderated-by.ts';

/** One comment, if its text may be read: by all while it is shown, and always by its author and by moderators. */
export function commentSeenBy(
  { communityId, commentId }: { readonly communityId: string; readonly commentId: string },
  viewer: Viewer | undefined,
): Prisma.CommentWhereInput {
  return {
    communityId,
    id: commentId,
    OR: [
      { status: 'PUBLISHED', post: { status: { in: ['PUBLISHED', 'ARCHIVED'] } } },
      ...(viewer === undefined ? [] : [{ authorId: viewer.userId }, moderatedBy(viewer)]),
    ],
  };
}
