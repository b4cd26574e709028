import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { hasSecondFactorSql } from '../../../domain/acting/has-second-factor.sql.ts';
import { refusal } from '../../../domain/outcome.ts';
import type { ModerationSettings } from './moderation-settings.ts';
import { setModerationSql } from './set-moderation.sql.ts';

const refusals = {
  'auth.second_factor_needed':
    'Set up codes for your own account first, or log in with a passkey: else you shut yourself out.',
} as const;

/**
 * Writes the settings of the viewer's community; an administrator, who is locked.
 * @throws ApiError `auth.second_factor_needed` where they would ask the viewer for what they do not have
 */
export async function settleModeration(
  run: RunInPrisma,
  viewer: Viewer,
  settings: ModerationSettings,
): Promise<void> {
  const { communityId, userId, sessionId } = viewer;
  if (settings.teamNeedsCodes) {
    const [row] = await run(hasSecondFactorSql({ communityId, userId, sessionId }));
    if (row?.hasFactor !== true) throw refusal('auth.second_factor_needed', refusals);
  }
  await run(setModerationSql({ communityId, settings: JSON.stringify(settings) }));
}
