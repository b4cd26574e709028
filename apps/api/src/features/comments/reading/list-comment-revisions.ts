import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { authorFields } from '../../../domain/authors.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { commentSeenBy } from './comment-seen-by.ts';

const commentRevision = z
  .object({ id, body: z.string(), replacedAt: time, editor: author })
  .meta({ id: 'CommentRevision', description: 'What a comment said before an edit' });

const commentRevisions = z.object({ items: z.array(commentRevision) }).meta({ id: 'CommentRevisions' });

/** The latest first; seen by who may read the comment. */
export const listCommentRevisions = operation({
  id: 'listCommentRevisions',
  method: 'GET',
  path: '/comments/:comment/revisions',
  tag: 'comments',
  summary: 'Read what a comment said before its edits',
  params: { comment: id },
  answers: { 200: commentRevisions },
  async handle({ forum, community, viewer, params }) {
    const comment = await forum.prisma.comment.findFirst({
      where: await commentSeenBy(forum, { communityId: community.id, commentId: params.comment }, viewer),
      select: {
        revisions: {
          select: { id: true, body: true, createdAt: true, editor: { select: authorFields } },
          orderBy: { id: 'desc' },
        },
      },
    });
    const { revisions } = found(comment ?? undefined, 'comment');
    return {
      items: revisions.map(({ createdAt, ...revision }) => ({
        ...revision,
        replacedAt: createdAt.toISOString(),
      })),
    };
  },
});
