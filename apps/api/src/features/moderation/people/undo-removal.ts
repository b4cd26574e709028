import { endBan } from '../bans/end-ban.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { removalDetails } from './remove-user.ts';
import { showWritten } from './written/show-written.ts';

/** What was hidden is shown again, and the ban lifted if it is in force still. */
export const undoRemoval: Undoing = {
  async ahead(forum, viewer, { id: entryId, targetId: authorId }) {
    const { communityId } = viewer;
    const purged = await forum.prisma.purge.count({ where: { communityId, targetId: authorId } });
    if (purged > 0) throw notUndoable('What they wrote has been purged.');
    await showWritten(forum, viewer, { entryId, authorId });
  },
  async undo({ transaction, run, viewer }, { details }) {
    await endBan(transaction, run, viewer, removalDetails.parse(details).ban);
  },
};
