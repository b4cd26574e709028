import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { slowSeconds } from '../slow-seconds.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';

const state = z.object({ slowSeconds });
const kept = z.object({ before: state, after: state });

export const undoSlowChannel: Undoing = {
  async undo({ transaction, run, viewer }, { targetId, details }) {
    const { before, after } = kept.parse(details);
    await lockActor(run, viewer, { least: 'MODERATOR', refusals });
    const { count } = await transaction.channel.updateMany({
      where: { communityId: viewer.communityId, id: targetId, slowSeconds: after.slowSeconds },
      data: before,
    });
    if (count === 0) throw notUndoable('The channel has been changed again since, or is gone.');
  },
};
