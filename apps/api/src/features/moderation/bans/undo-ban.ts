import { z } from 'zod';
import { id } from '../../../domain/values.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { endBan } from './end-ban.ts';

const kept = z.object({ ban: id });

/** To undo a ban is to lift it. */
export const undoBan: Undoing = {
  async undo({ transaction, run, viewer }, { details }) {
    const { ended } = await endBan(transaction, run, viewer, kept.parse(details).ban);
    if (!ended) throw notUndoable('The ban is over.');
  },
};
