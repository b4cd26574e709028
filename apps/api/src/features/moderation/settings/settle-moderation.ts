import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { refusal } from '../../../domain/outcome.ts';
import type { ModerationSettings } from './moderation-settings.ts';
import { setModerationSql } from './set-moderation.sql.ts';

/**
 * Writes the settings of the viewer's community; an administrator, who is locked.
 * @throws ApiError `auth.second_factor_needed` where they would ask the viewer for what they do not have
 */
export async function settleModeration(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  { communityId, userId, sessionId }: Viewer,
  { before, after }: { readonly before: ModerationSettings; readonly after: ModerationSettings },
): Promise<void> {
  if (after.teamNeedsCodes && !before.teamNeedsCodes) {
    const codes = await transaction.twoFactor.count({
      where: { communityId, userId, enabledAt: { not: null } },
    });
    const passkeys = await transaction.refreshToken.count({
      where: { communityId, userId, familyId: sessionId, byPasskey: true },
    });
    if (codes + passkeys === 0) {
      throw refusal('auth.second_factor_needed', {
        'auth.second_factor_needed':
          'Set up codes for your own account first, or log in with a passkey: else you shut yourself out.',
      });
    }
  }
  await run(setModerationSql({ communityId, settings: JSON.stringify(after) }));
}
