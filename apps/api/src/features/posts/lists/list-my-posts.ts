import { z } from 'zod';
import { postPage, postStatus } from '../../../domain/content.ts';
import { pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { summaryFields, summaryOf } from './post-summary.ts';

const ownPostsQuery = pageQuery.extend({
  status: postStatus.optional().describe('Only drafts, for one; all without it'),
});

const timeAndId = z.tuple([time, id]);

/** What one wrote oneself: drafts, and what was hidden or archived, stand in no other list. */
export const listMyPosts = operation({
  id: 'listMyPosts',
  method: 'GET',
  path: '/me/posts',
  tag: 'posts',
  summary: 'List your own posts, drafts and hidden ones too, the newest first',
  login: 'required',
  query: ownPostsQuery,
  answers: { 200: postPage },
  async handle({ forum, viewer, query: { limit, cursor, status } }) {
    const [createdAt, lastId] = cursor === undefined ? [] : readCursor('own', timeAndId, cursor);
    const rows = await forum.prisma.post.findMany({
      where: {
        communityId: viewer.communityId,
        authorId: viewer.userId,
        ...(status !== undefined && { status }),
        ...(createdAt !== undefined && {
          OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: lastId } }],
        }),
      },
      select: summaryFields,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const page = pageFrom('own', rows, limit, (post) => [post.createdAt, post.id]);
    return { ...page, items: page.items.map(summaryOf) };
  },
});
