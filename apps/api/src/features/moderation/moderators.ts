import { ApiError } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';
import { refusal } from '../../domain/outcome.ts';
import { moderationSettingsOf } from './settings/moderation-settings.ts';

/** What is said to who may not. */
export const moderatorsOnly = { 'auth.forbidden': 'Only moderators may do this.' } as const;

/**
 * Looks whether the viewer moderates the community as the database has it now, for what is only read.
 * @throws ApiError `auth.forbidden`, `auth.second_factor_needed`
 */
export async function requireModerator({ prisma }: Forum, viewer: Viewer): Promise<void> {
  const { communityId, userId } = viewer;
  const user = await prisma.user.findUnique({
    where: { communityId_id: { communityId, id: userId } },
    select: {
      role: true,
      status: true,
      twoFactor: { select: { enabledAt: true } },
      community: { select: { settings: true } },
    },
  });
  if (user?.status !== 'ACTIVE' || user.role === 'MEMBER') {
    throw new ApiError('auth.forbidden', moderatorsOnly['auth.forbidden']);
  }
  const { teamNeedsCodes } = moderationSettingsOf(user.community.settings);
  if (teamNeedsCodes && !user.twoFactor?.enabledAt) throw refusal('auth.second_factor_needed');
}
