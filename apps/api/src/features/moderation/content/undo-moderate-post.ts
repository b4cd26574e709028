import { z } from 'zod';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { lockPostToModerate } from './change-post.ts';
import { differing, postChange } from './post-state.ts';

const kept = z.object({ before: postChange, after: postChange });

export const undoModeratePost: Undoing = {
  async undo({ transaction, run, viewer }, { targetId, details }) {
    const act = kept.safeParse(details);
    if (!act.success) throw notUndoable('What was before was not kept yet when this was done.');
    const { before, after } = act.data;
    const post = await lockPostToModerate(transaction, run, viewer, targetId);
    const changed = Object.keys(differing(post.state, after).after);
    if (changed.length > 0) throw notUndoable(`It has been changed again since: ${changed.join(', ')}.`);
    const { channelId } = before;
    if (channelId !== undefined) {
      const { communityId } = viewer;
      const channel = await transaction.channel.count({ where: { communityId, id: channelId } });
      if (channel === 0) throw notUndoable('The channel that it was in is gone.');
    }
    await post.change(before);
  },
};
