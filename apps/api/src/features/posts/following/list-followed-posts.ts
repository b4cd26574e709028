import { z } from 'zod';
import { postPage } from '../../../domain/content.ts';
import { pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { summaryFields, summaryOf } from '../lists/post-summary.ts';

const timeAndId = z.tuple([time, id]);

/** What was hidden since is not among them, and is again once it is shown. */
export const listFollowedPosts = operation({
  id: 'listFollowedPosts',
  method: 'GET',
  path: '/me/followed',
  tag: 'posts',
  summary: 'List the posts whose threads you follow, the last followed first',
  login: 'required',
  query: pageQuery,
  answers: { 200: postPage },
  async handle({ forum, viewer: { communityId, userId }, query: { limit, cursor } }) {
    const [createdAt, lastId] = cursor === undefined ? [] : readCursor('followed', timeAndId, cursor);
    const rows = await forum.prisma.postFollow.findMany({
      where: {
        communityId,
        userId,
        post: { status: { in: ['PUBLISHED', 'ARCHIVED'] } },
        ...(createdAt !== undefined && {
          OR: [{ createdAt: { lt: createdAt } }, { createdAt, postId: { lt: lastId } }],
        }),
      },
      select: { createdAt: true, postId: true, post: { select: summaryFields } },
      orderBy: [{ createdAt: 'desc' }, { postId: 'desc' }],
      take: limit + 1,
    });
    const page = pageFrom('followed', rows, limit, (row) => [row.createdAt, row.postId]);
    return { ...page, items: page.items.map(({ post }) => summaryOf(post)) };
  },
});
