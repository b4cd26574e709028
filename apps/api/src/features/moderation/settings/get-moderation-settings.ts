import { operation } from '../../../http/operation.ts';
import { requireModerator } from '../moderators.ts';
import { moderationSettings, moderationSettingsOf } from './moderation-settings.ts';

export const getModerationSettings = operation({
  id: 'getModerationSettings',
  method: 'GET',
  path: '/moderation/settings',
  tag: 'moderation',
  summary: 'Read what the community has settled about moderation (moderators)',
  login: 'required',
  answers: { 200: moderationSettings },
  async handle({ forum, viewer }) {
    await requireModerator(forum, viewer);
    const where = { id: viewer.communityId };
    const community = await forum.prisma.community.findUnique({ where, select: { settings: true } });
    return moderationSettingsOf(community?.settings);
  },
});
