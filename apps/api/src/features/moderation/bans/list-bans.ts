import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { username } from '../../../domain/people.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { ban, banFields, banOf } from './ban.ts';

const banQuery = pageQuery.extend({ user: username.optional().describe('Only bans of this user') });

export const banPage = page(ban).meta({ id: 'BanPage' });

export const listBans = operation({
  id: 'listBans',
  method: 'GET',
  path: '/bans',
  tag: 'moderation',
  summary: 'List bans, the latest first (moderators)',
  login: 'required',
  query: banQuery,
  answers: { 200: banPage },
  async handle({ forum, viewer, query: { limit, cursor, user } }) {
    const before = cursor === undefined ? undefined : readCursor('bans', id, cursor);
    await requireModerator(forum, viewer);
    const rows = await forum.prisma.ban.findMany({
      where: {
        communityId: viewer.communityId,
        ...(user !== undefined && { user: { username: user } }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      select: banFields,
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return pageFrom('bans', rows.map(banOf), limit, (row) => row.id);
  },
});
