import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { text } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { assertNothingNewer } from './newer-acts.ts';
import { notUndoable } from './undoing.ts';
import { undoings } from './undoings.ts';

const actUndo = z.strictObject({ reason: text(500).default('') }).meta({ id: 'ActUndo' });
const undoneAct = z.object({ id: id.describe('Of the new entry') }).meta({ id: 'UndoneAct' });

/** Each act once; the undoing is an act of its own in the log. Two at once: the second finds the first. */
export const undoAct = operation({
  id: 'undoAct',
  method: 'POST',
  path: '/moderation/log/:entry/undo',
  tag: 'moderation',
  summary: 'Undo an act of moderation (moderators)',
  description:
    'Gives back what was before, where nothing newer stands in the way; else `act.not_undoable` says what does. ' +
    'Points that were given stay, and who was told stays told.',
  login: 'required',
  params: { entry: id },
  body: actUndo,
  answers: { 201: undoneAct },
  refusals: [409],
  async handle({ forum, viewer, params, body }) {
    const { communityId } = viewer;
    await requireModerator(forum, viewer);
    const where = { communityId_id: { communityId, id: params.entry } };
    const select = {
      id: true,
      action: true,
      targetId: true,
      details: true,
      undoneBy: { select: { undoId: true } },
    };
    const { action, undoneBy, ...act } = found(
      (await forum.prisma.moderationEntry.findUnique({ where, select })) ?? undefined,
      'entry',
    );
    const undoing = undoings.get(action);
    if (undoing === undefined) throw notUndoable(`An act of the kind ${action} is not undone.`);
    if (undoneBy !== null) throw notUndoable('It has been undone already.');
    await undoing.ahead?.(forum, viewer, act);
    return forum.prismaTransaction(async (transaction, run) => {
      await undoing.undo({ transaction, run, viewer }, act);
      // Now that the target is locked.
      await assertNothingNewer(transaction, communityId, act);
      const details = { action, entry: act.id, reason: body.reason };
      const made = await noteAct(transaction, viewer, {
        action: 'act.undo',
        targetId: act.targetId,
        details,
      });
      const { count } = await transaction.moderationUndo.createMany({
        data: { communityId, entryId: act.id, undoId: made },
        skipDuplicates: true,
      });
      if (count === 0) throw notUndoable('It has been undone already.');
      return { id: made };
    });
  },
});
