import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { operation } from '../../../http/operation.ts';
import { moderationSettings, moderationSettingsEdit, moderationSettingsOf } from './moderation-settings.ts';
import { settleModeration } from './settle-moderation.ts';

const refusals = { 'auth.forbidden': 'Only administrators may do this.' } as const;

export const setModerationSettings = operation({
  id: 'setModerationSettings',
  method: 'PUT',
  path: '/moderation/settings',
  tag: 'moderation',
  summary: 'Settle what of new members waits, and whether the team needs codes (administrators)',
  login: 'required',
  body: moderationSettingsEdit,
  answers: { 200: moderationSettings },
  handle: ({ forum, viewer, body }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId } = viewer;
      await lockActor(run, viewer, { least: 'ADMIN', refusals });
      const where = { id: communityId };
      const community = await transaction.community.findUnique({ where, select: { settings: true } });
      const before = moderationSettingsOf(community?.settings);
      const after = { ...before, ...body };
      if (JSON.stringify(before) === JSON.stringify(after)) return after;
      await settleModeration(run, viewer, after);
      const details = { before, after };
      await noteAct(transaction, viewer, { action: 'settings.moderation', targetId: communityId, details });
      return after;
    }),
});
