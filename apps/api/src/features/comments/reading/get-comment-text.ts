import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { authorFields } from '../../../domain/authors.ts';
import { commentStatus } from '../../../domain/content.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { commentSeenBy } from './comment-seen-by.ts';

const commentText = z
  .object({
    id,
    postId: id,
    author,
    status: commentStatus,
    body: z.string().describe('Markdown, also where the thread shows none'),
    createdAt: time,
    editedAt: time.nullable(),
  })
  .meta({ id: 'CommentText' });

/** What its thread does not show, if it is hidden or deleted, is kept for its author and for moderators. */
export const getCommentText = operation({
  id: 'getCommentText',
  method: 'GET',
  path: '/comments/:comment/text',
  tag: 'comments',
  summary: 'Read a comment, a hidden or deleted one too if it is yours or you are a moderator',
  params: { comment: id },
  answers: { 200: commentText },
  async handle({ forum, community, viewer, params }) {
    const row = await forum.prisma.comment.findFirst({
      where: await commentSeenBy(forum, { communityId: community.id, commentId: params.comment }, viewer),
      select: {
        id: true,
        postId: true,
        author: { select: authorFields },
        status: true,
        body: true,
        createdAt: true,
        editedAt: true,
      },
    });
    const { createdAt, editedAt, ...rest } = found(row ?? undefined, 'comment');
    return { ...rest, createdAt: createdAt.toISOString(), editedAt: editedAt?.toISOString() ?? null };
  },
});
