import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { refusal } from '../../../domain/outcome.ts';
import { operation } from '../../../http/operation.ts';
import { moderationSettings, moderationSettingsOf } from './moderation-settings.ts';
import { setModerationSql } from './set-moderation.sql.ts';

const refusals = { 'auth.forbidden': 'Only administrators may do this.' } as const;

export const setModerationSettings = operation({
  id: 'setModerationSettings',
  method: 'PUT',
  path: '/moderation/settings',
  tag: 'moderation',
  summary: 'Settle what of new members waits, and whether the team needs codes (administrators)',
  login: 'required',
  body: moderationSettings,
  answers: { 200: moderationSettings },
  handle: ({ forum, viewer, body }) =>
    forum.prismaTransaction(async (transaction, run) => {
      const { communityId, userId } = viewer;
      await lockActor(run, viewer, { least: 'ADMIN', refusals });
      const where = { id: communityId };
      const community = await transaction.community.findUnique({ where, select: { settings: true } });
      const before = moderationSettingsOf(community?.settings);
      if (JSON.stringify(before) === JSON.stringify(moderationSettings.parse(body))) return body;
      await run(setModerationSql({ communityId, settings: JSON.stringify(body) }));
      if (body.teamNeedsCodes && !before.teamNeedsCodes) {
        const has = { communityId, userId, enabledAt: { not: null } };
        if ((await transaction.twoFactor.count({ where: has })) === 0) {
          throw refusal('auth.second_factor_needed', {
            'auth.second_factor_needed':
              'Set up codes for your own account first: else you shut yourself out.',
          });
        }
      }
      const details = { before, after: body };
      await noteAct(transaction, viewer, { action: 'settings.moderation', targetId: communityId, details });
      return body;
    }),
});
