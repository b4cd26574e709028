import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { authorFields } from '../../../domain/authors.ts';
import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { commentSeenBy } from './comment-seen-by.ts';

const commentRevision = z
  .object({ id, body: z.string(), replacedAt: time, editor: author })
  .meta({ id: 'CommentRevision', description: 'What a comment said before an edit' });

const commentRevisions = page(commentRevision).meta({ id: 'CommentRevisions' });

/** The latest first; seen by who may read the comment. */
export const listCommentRevisions = operation({
  id: 'listCommentRevisions',
  method: 'GET',
  path: '/comments/:comment/revisions',
  tag: 'comments',
  summary: 'Read what a comment said before its edits',
  params: { comment: id },
  query: pageQuery,
  answers: { 200: commentRevisions },
  async handle({ forum, community, viewer, params, query: { limit, cursor } }) {
    const before = cursor === undefined ? undefined : readCursor('comment-revisions', id, cursor);
    const communityId = community.id;
    const comment = await forum.prisma.comment.findFirst({
      where: await commentSeenBy(forum, { communityId, commentId: params.comment }, viewer),
      select: { id: true },
    });
    const { id: commentId } = found(comment ?? undefined, 'comment');
    const revisions = await forum.prisma.commentRevision.findMany({
      where: { communityId, commentId, ...(before !== undefined && { id: { lt: before } }) },
      select: { id: true, body: true, createdAt: true, editor: { select: authorFields } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const items = revisions.map(({ createdAt, ...revision }) => ({
      ...revision,
      replacedAt: createdAt.toISOString(),
    }));
    return pageFrom('comment-revisions', items, limit, (revision) => revision.id);
  },
});
