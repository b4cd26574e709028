import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { publishedPosts, tag, tagFields, tagOf } from './tag.ts';

export const tagList = z.object({ items: z.array(tag) }).meta({ id: 'TagList' });

export const listTags = operation({
  id: 'listTags',
  method: 'GET',
  path: '/tags',
  tag: 'tags',
  summary: 'List the tags',
  answers: { 200: tagList },
  async handle({ forum, community }) {
    const rows = await forum.prisma.tag.findMany({
      where: { communityId: community.id },
      select: { ...tagFields, _count: { select: { posts: { where: publishedPosts } } } },
      orderBy: { slug: 'asc' },
    });
    return { items: rows.map((row) => tagOf(row, row._count.posts)) };
  },
});
