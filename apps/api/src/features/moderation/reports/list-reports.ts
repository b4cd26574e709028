import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { report, reportFields, reportOf, reportStatus } from './report.ts';

const reportQuery = pageQuery.extend({ status: reportStatus.default('OPEN') });

export const reportPage = page(report).meta({ id: 'ReportPage' });

export const listReports = operation({
  id: 'listReports',
  method: 'GET',
  path: '/reports',
  tag: 'moderation',
  summary: 'List reports, the oldest first (moderators)',
  login: 'required',
  query: reportQuery,
  answers: { 200: reportPage },
  async handle({ forum, viewer, query: { limit, cursor, status } }) {
    const after = cursor === undefined ? undefined : readCursor('reports', id, cursor);
    await requireModerator(forum, viewer);
    const rows = await forum.prisma.report.findMany({
      where: { communityId: viewer.communityId, status, ...(after !== undefined && { id: { gt: after } }) },
      select: reportFields,
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    return pageFrom('reports', rows.map(reportOf), limit, (row) => row.id);
  },
});
