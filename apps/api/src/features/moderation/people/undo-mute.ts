import { z } from 'zod';
import { time } from '../../../domain/values.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { lockMemberToMute } from './mute.ts';

const state = z.object({ mutedUntil: time.nullable() });
const kept = z.object({ before: state, after: state });

export const undoMute: Undoing = {
  async undo({ transaction, run, viewer }, { targetId, details }) {
    const { before, after } = kept.parse(details);
    const member = await lockMemberToMute(transaction, run, viewer, targetId);
    if ((member.mutedUntil?.toISOString() ?? null) !== after.mutedUntil) {
      throw notUndoable('The mute has been changed again since.');
    }
    await member.mute(before.mutedUntil === null ? null : new Date(before.mutedUntil));
  },
};
