import { z } from 'zod';
import { page, pageFrom, pageQuery, readCursor } from '../../domain/page.ts';
import { userSummary, userSummaryFields } from '../../domain/profiles/profile.ts';
import { shownUser } from '../../domain/shown-users.ts';
import { operation } from '../../http/operation.ts';

export const userPage = page(userSummary).meta({ id: 'UserPage' });

export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/users',
  tag: 'users',
  summary: 'List the users by username',
  query: pageQuery,
  answers: { 200: userPage },
  async handle({ forum, community, query: { limit, cursor } }) {
    const after = cursor === undefined ? undefined : readCursor('users', z.string(), cursor);
    const rows = await forum.prisma.user.findMany({
      where: {
        communityId: community.id,
        ...shownUser,
        ...(after !== undefined && { username: { gt: after } }),
      },
      select: userSummaryFields,
      orderBy: { username: 'asc' },
      take: limit + 1,
    });
    const { items, next } = pageFrom('users', rows, limit, (user) => user.username);
    return { items: items.map((user) => ({ ...user, createdAt: user.createdAt.toISOString() })), next };
  },
});
