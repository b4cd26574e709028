import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { moderates } from '../../../domain/acting/moderates.ts';
import { authorFields } from '../../../domain/authors.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

const postRevision = z
  .object({ id, title: z.string(), body: z.string(), replacedAt: time, editor: author })
  .meta({ id: 'PostRevision', description: 'What a post said before an edit' });

export const postRevisions = z.object({ items: z.array(postRevision) }).meta({ id: 'PostRevisions' });

/** The latest first; seen by who sees the post, moderators included. */
export const listPostRevisions = operation({
  id: 'listPostRevisions',
  method: 'GET',
  path: '/posts/:post/revisions',
  tag: 'posts',
  summary: 'Read what a post said before its edits',
  params: { post: id },
  answers: { 200: postRevisions },
  async handle({ forum, community, viewer, params }) {
    const isModerator = viewer !== undefined && (await moderates(forum, viewer));
    const post = await forum.prisma.post.findFirst({
      where: {
        communityId: community.id,
        id: params.post,
        OR: [
          { status: { in: ['PUBLISHED', 'ARCHIVED'] } },
          ...(viewer === undefined ? [] : [{ authorId: viewer.userId }]),
          ...(isModerator ? [{ status: 'HIDDEN' as const }] : []),
        ],
      },
      select: {
        revisions: {
          select: { id: true, title: true, body: true, createdAt: true, editor: { select: authorFields } },
          orderBy: { id: 'desc' },
        },
      },
    });
    const { revisions } = found(post ?? undefined, 'post');
    return {
      items: revisions.map(({ createdAt, ...revision }) => ({
        ...revision,
        replacedAt: createdAt.toISOString(),
      })),
    };
  },
});
