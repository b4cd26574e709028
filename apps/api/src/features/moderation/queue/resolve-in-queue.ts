import type { Prisma } from '@agora/db';
import { z } from 'zod';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { writtenText } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { serverTime } from '../bans/server-time.ts';
import { lockJudged } from './judged.ts';

const queueDecision = z
  .strictObject({
    decision: z
      .enum(['APPROVE', 'REMOVE'])
      .describe('APPROVE dismisses the reports and shows what is held; REMOVE agrees with them and hides it'),
    resolution: writtenText(2000),
  })
  .meta({ id: 'QueueDecision' });

const resolved = z
  .object({ entry: id.describe('In the log, where it is undone'), reports: z.int().describe('Closed by it') })
  .meta({ id: 'Resolved' });

/** One act, whatever waits: its reports are closed, and the post or comment stays, is shown or is hidden. A user stays. */
export const resolveInQueue = operation({
  id: 'resolveInQueue',
  method: 'POST',
  path: '/moderation/queue/:target/resolution',
  tag: 'moderation',
  summary: 'Decide on something that waits, with all its reports (moderators)',
  login: 'required',
  params: { target: id },
  body: queueDecision,
  answers: { 201: resolved },
  refusals: [409],
  handle: ({ forum, viewer, params, body: { decision, resolution } }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId, userId } = viewer;
      const { target: targetId } = params;
      const judged = await lockJudged(transaction, run, viewer, targetId);
      const open = await transaction.report.findMany({
        where: { ...judged.reports, status: 'OPEN' },
        select: { id: true },
      });
      const held = judged.hold;
      if (open.length === 0 && held === null) {
        throw refusal('resource.not_found', { 'resource.not_found': 'It does not wait.' });
      }
      const now = await serverTime(run);
      const hourAgo = new Date(now.getTime() - 3_600_000);
      const taken = await transaction.queueClaim.count({
        where: { communityId, targetId, moderatorId: { not: userId }, createdAt: { gt: hourAgo } },
      });
      if (taken > 0) throw refusal('queue.taken');
      await transaction.queueClaim.deleteMany({ where: { communityId, targetId } });
      const status = decision === 'REMOVE' ? 'HIDDEN' : held === null ? undefined : 'PUBLISHED';
      const changed = await judged.post?.change(status === undefined ? {} : { status, hold: null });
      const hides = judged.kind === 'COMMENT' && status === 'HIDDEN' && judged.status === 'PUBLISHED';
      const released = judged.kind === 'COMMENT' && held !== null ? status : undefined;
      if (hides) await judged.setStatus?.('HIDDEN');
      if (released === 'PUBLISHED') await judged.setStatus?.('PUBLISHED');
      if (released === 'HIDDEN') {
        await transaction.commentHold.deleteMany({ where: { communityId, commentId: targetId } });
      }
      const ids = open.map((report) => report.id);
      await transaction.report.updateMany({
        where: { communityId, id: { in: ids }, status: 'OPEN' },
        data: {
          status: decision === 'REMOVE' ? 'RESOLVED' : 'DISMISSED',
          resolution,
          resolvedById: userId,
          resolvedAt: now,
        },
      });
      const details: Record<string, Prisma.InputJsonValue> = {
        decision,
        resolution,
        kind: judged.kind,
        hides,
      };
      if (changed !== undefined) Object.assign(details, { before: changed.before, after: changed.after });
      if (released !== undefined) Object.assign(details, { held, released });
      const entryId = await noteAct(transaction, viewer, { action: 'queue.resolve', targetId, details });
      await transaction.moderationEffect.createMany({
        data: ids.map((report) => ({ communityId, entryId, targetId: report, before: { status: 'OPEN' } })),
      });
      return { entry: entryId, reports: ids.length };
    }),
});
