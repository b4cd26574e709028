import { z } from 'zod';
import { id } from '../../../domain/values.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { beginBan } from './begin-ban.ts';

const kept = z.object({ ban: id });

/** A new ban, from now until the end of the lifted one: what was done meanwhile was no breach. */
export const undoLift: Undoing = {
  async undo({ transaction, run, viewer }, { details }) {
    const { communityId } = viewer;
    const lifted = await transaction.ban.findUnique({
      where: { communityId_id: { communityId, id: kept.parse(details).ban } },
      select: { userId: true, reason: true, endsAt: true },
    });
    if (lifted === null || (lifted.endsAt !== null && lifted.endsAt.getTime() <= Date.now())) {
      throw notUndoable('The ban would be over by now.');
    }
    await beginBan(transaction, run, viewer, lifted);
  },
};
