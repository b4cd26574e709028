import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { versionOf } from '../../../domain/version.ts';
import type { Visit } from '../../forms/visit.ts';

/** A comment that is shown, in a post that is shown, for a form about it. */
export async function readComment({ request, dependencies }: Visit, commentId: string) {
  const known = z.guid().safeParse(commentId);
  const comment = known.success
    ? await dependencies.database.for(request.scope).prisma.comment.findFirst({
        where: {
          communityId: request.community.id,
          id: known.data,
          status: 'PUBLISHED',
          post: { status: { in: ['PUBLISHED', 'ARCHIVED'] } },
        },
        select: { updatedAt: true, body: true, author: { select: { displayName: true } } },
      })
    : null;
  const { updatedAt, ...rest } = found(comment ?? undefined, 'reply');
  return { ...rest, version: versionOf(updatedAt) };
}
