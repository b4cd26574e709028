import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { assertSecondFactor } from '../../../domain/acting/lock-actor.ts';
import type { ModerationSettings } from './moderation-settings.ts';
import { setModerationSql } from './set-moderation.sql.ts';

/**
 * Writes the settings of the viewer's community; an administrator, who is locked.
 * @throws ApiError `auth.second_factor_needed` where they would ask the viewer for what they do not have: roll back
 */
export async function settleModeration(
  run: RunInPrisma,
  viewer: Viewer,
  settings: ModerationSettings,
): Promise<void> {
  await run(setModerationSql({ communityId: viewer.communityId, settings: JSON.stringify(settings) }));
  await assertSecondFactor(run, viewer, {
    'auth.second_factor_needed':
      'Set up codes for your own account first, or log in with a passkey: else you shut yourself out.',
  });
}
