import { z } from 'zod';
import { differing, holdReason, postChange } from '../content/post-state.ts';
import { wasShownSince } from '../undo/newer-acts.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { lockJudged } from './judged.ts';

const kept = z.object({
  decision: z.enum(['APPROVE', 'REMOVE']),
  hides: z.boolean(),
  held: holdReason.optional(),
  released: z.enum(['PUBLISHED', 'HIDDEN']).optional(),
  before: postChange.optional(),
  after: postChange.optional(),
});

/** The reports are open again, and what they are about is as it was. */
export const undoResolution: Undoing = {
  async undo({ transaction, run, viewer }, { id: entryId, targetId, details }) {
    const { communityId } = viewer;
    const { decision, hides, held, released, before = {}, after = {} } = kept.parse(details);
    const judged = await lockJudged(transaction, run, viewer, targetId);
    if (judged.post !== undefined) {
      const changed = Object.keys(differing(judged.post.state, after).after);
      if (changed.length > 0)
        throw notUndoable(`The post has been changed again since: ${changed.join(', ')}.`);
      await judged.post.change(before);
    }
    if (hides) {
      if (judged.status !== 'HIDDEN') throw notUndoable('The comment has been changed again since.');
      await judged.setStatus?.('PUBLISHED');
    }
    if (released !== undefined && held !== undefined) {
      if (judged.status !== released) throw notUndoable('The comment has been changed again since.');
      // Shown before, it was told of: it is hidden, and does not wait again.
      if (released === 'PUBLISHED') await judged.setStatus?.('HIDDEN');
      else if (!(await wasShownSince(transaction, communityId, { id: entryId, targetId }))) {
        await transaction.commentHold.create({
          data: { communityId, commentId: targetId, reason: held },
          select: { commentId: true },
        });
      }
    }
    const effects = await transaction.moderationEffect.findMany({
      where: { communityId, entryId },
      select: { targetId: true },
    });
    const status = decision === 'REMOVE' ? 'RESOLVED' : 'DISMISSED';
    const closed = { communityId, id: { in: effects.map((effect) => effect.targetId) }, status } as const;
    const reporters = await transaction.report.findMany({ where: closed, select: { reporterId: true } });
    const again = await transaction.report.count({
      where: {
        ...judged.reports,
        status: 'OPEN',
        reporterId: { in: reporters.map(({ reporterId }) => reporterId) },
      },
    });
    if (again > 0) throw notUndoable('Who reported it has reported it again since.');
    await transaction.report.updateMany({
      where: closed,
      data: { status: 'OPEN', resolution: null, resolvedById: null, resolvedAt: null },
    });
  },
};
