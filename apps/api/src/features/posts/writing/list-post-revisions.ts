import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { moderates } from '../../../domain/acting/moderates.ts';
import { authorFields } from '../../../domain/authors.ts';
import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

const postRevision = z
  .object({ id, title: z.string(), body: z.string(), replacedAt: time, editor: author })
  .meta({ id: 'PostRevision', description: 'What a post said before an edit' });

export const postRevisions = page(postRevision).meta({ id: 'PostRevisions' });

/** The latest first; seen by who sees the post, moderators included. */
export const listPostRevisions = operation({
  id: 'listPostRevisions',
  method: 'GET',
  path: '/posts/:post/revisions',
  tag: 'posts',
  summary: 'Read what a post said before its edits',
  params: { post: id },
  query: pageQuery,
  answers: { 200: postRevisions },
  async handle({ forum, community, viewer, params, query: { limit, cursor } }) {
    const before = cursor === undefined ? undefined : readCursor('post-revisions', id, cursor);
    const isModerator = viewer !== undefined && (await moderates(forum, viewer));
    const communityId = community.id;
    const post = await forum.prisma.post.findFirst({
      where: {
        communityId,
        id: params.post,
        OR: [
          { status: { in: ['PUBLISHED', 'ARCHIVED'] } },
          ...(viewer === undefined ? [] : [{ authorId: viewer.userId }]),
          ...(isModerator ? [{ status: 'HIDDEN' as const }] : []),
        ],
      },
      select: { id: true },
    });
    const { id: postId } = found(post ?? undefined, 'post');
    const revisions = await forum.prisma.postRevision.findMany({
      where: { communityId, postId, ...(before !== undefined && { id: { lt: before } }) },
      select: { id: true, title: true, body: true, createdAt: true, editor: { select: authorFields } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const items = revisions.map(({ createdAt, ...revision }) => ({
      ...revision,
      replacedAt: createdAt.toISOString(),
    }));
    return pageFrom('post-revisions', items, limit, (revision) => revision.id);
  },
});
