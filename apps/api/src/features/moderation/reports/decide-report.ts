import { z } from 'zod';
import { ApiError, found } from '../../../api-error.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { writtenText } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { report, reportFields, reportOf, reportStatus } from './report.ts';

const reportDecision = z
  .strictObject({ status: reportStatus.exclude(['OPEN']), resolution: writtenText(2000) })
  .meta({ id: 'ReportDecision' });

/** The same decision again changes nothing, so that it may be sent again. */
export const decideReport = operation({
  id: 'decideReport',
  method: 'POST',
  path: '/reports/:report/decision',
  tag: 'moderation',
  summary: 'Close a report (moderators)',
  login: 'required',
  params: { report: id },
  body: reportDecision,
  answers: { 200: report },
  refusals: [409],
  handle: ({ forum, viewer, params, body: decision }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId, userId } = viewer;
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const { count } = await transaction.report.updateMany({
        where: { communityId, id: params.report, status: 'OPEN' },
        data: { ...decision, resolvedById: userId, resolvedAt: new Date() },
      });
      const row = await transaction.report.findUnique({
        where: { communityId_id: { communityId, id: params.report } },
        select: reportFields,
      });
      const decided = reportOf(found(row ?? undefined, 'report'));
      if (count === 1) {
        const act = { action: 'report.decide', targetId: decided.id, details: decision };
        await noteAct(transaction, viewer, act);
        return decided;
      }
      const own = decided.resolvedBy?.id === userId;
      if (own && decided.status === decision.status && decided.resolution === decision.resolution) {
        return decided;
      }
      throw new ApiError(
        'report.closed',
        `${own ? 'You have' : 'Another moderator has'} handled this report.`,
      );
    }),
});
