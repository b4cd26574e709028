import { endBan } from '../bans/end-ban.ts';
import type { Undoing } from '../undo/undoing.ts';
import { removalDetails } from './remove-user.ts';
import { showWritten } from './written/show-written.ts';

/** What was hidden is shown again, and the ban lifted if it is in force still. */
export const undoRemoval: Undoing = {
  ahead: (forum, viewer, { id: entryId, targetId: authorId }) =>
    showWritten(forum, viewer, { entryId, authorId }),
  async undo({ transaction, run, viewer }, { details }) {
    await endBan(transaction, run, viewer, removalDetails.parse(details).ban);
  },
};
