import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { purge, purgeFields, purgeOf } from './purge.ts';

const purgePage = page(purge).meta({ id: 'PurgePage' });

export const listPurges = operation({
  id: 'listPurges',
  method: 'GET',
  path: '/purges',
  tag: 'moderation',
  summary: 'List what was purged, the latest first (moderators)',
  login: 'required',
  query: pageQuery,
  answers: { 200: purgePage },
  async handle({ forum, viewer, query: { limit, cursor } }) {
    const before = cursor === undefined ? undefined : readCursor('purges', id, cursor);
    await requireModerator(forum, viewer);
    const rows = await forum.prisma.purge.findMany({
      where: { communityId: viewer.communityId, ...(before !== undefined && { id: { lt: before } }) },
      select: purgeFields,
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return pageFrom('purges', rows.map(purgeOf), limit, (row) => row.id);
  },
});
