import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { notUndoable, type Undoing } from '../undo/undoing.ts';
import { moderationSettings, moderationSettingsOf } from './moderation-settings.ts';
import { settleModeration } from './settle-moderation.ts';

const kept = z.object({ before: moderationSettings, after: moderationSettings });

export const undoSettings: Undoing = {
  async undo({ transaction, run, viewer }, { details }) {
    const { communityId } = viewer;
    const { before, after } = kept.parse(details);
    await lockActor(run, viewer, { least: 'ADMIN' });
    const community = await transaction.community.findUnique({
      where: { id: communityId },
      select: { settings: true },
    });
    if (JSON.stringify(moderationSettingsOf(community?.settings)) !== JSON.stringify(after)) {
      throw notUndoable('The settings have been changed again since.');
    }
    await settleModeration(run, viewer, before);
  },
};
