import { z } from 'zod';
import { found } from '../../../api-error.ts';
import type { App, Dependencies } from '../../../dependencies.ts';
import { communityParams, id } from '../../../domain/values.ts';
import { versionOf } from '../../../domain/version.ts';
import type { Visit } from '../../forms/visit.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';

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
        select: { updatedAt: true, body: true, authorId: true, author: { select: { displayName: true } } },
      })
    : null;
  const { updatedAt, ...rest } = found(comment ?? undefined, 'reply');
  return { ...rest, version: versionOf(updatedAt) };
}

/** Leads from a comment to its place in its thread; whether that is shown, its page says. */
export function commentPlace(app: App, { database }: Dependencies): void {
  const schema = { hide: true, params: communityParams.extend({ comment: id }) };
  app.get('/comments/:comment', { schema }, async (request, reply) => {
    const { community, params } = request;
    const comment = await database.for(request.scope).prisma.comment.findFirst({
      where: { communityId: community.id, id: params.comment },
      select: { postId: true },
    });
    const { postId } = found(comment ?? undefined, 'reply');
    const flash = new URL(request.url, 'http://reader.invalid').searchParams.get('flash') ?? undefined;
    const page = withQuery(readerPaths.post(community.slug, postId), { flash });
    return reply.redirect(`${page}#c-${params.comment}`, 302);
  });
}
