import { ApiError } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';
import { standingInTeamSql } from '../../domain/acting/standing-in-team.sql.ts';
import { refusal } from '../../domain/outcome.ts';

/** What is said to who may not. */
export const moderatorsOnly = { 'auth.forbidden': 'Only moderators may do this.' } as const;

/**
 * Looks whether the viewer moderates the community as the database has it now, for what is only read.
 * @throws ApiError `auth.forbidden`, `auth.second_factor_needed`
 */
export async function requireModerator(forum: Forum, viewer: Viewer): Promise<void> {
  const { communityId, userId, sessionId } = viewer;
  const one = await forum.one(standingInTeamSql({ communityId, userId, sessionId }));
  if (one?.status !== 'ACTIVE' || one.role === 'MEMBER') {
    throw new ApiError('auth.forbidden', moderatorsOnly['auth.forbidden']);
  }
  if (one.lacksFactor !== false) throw refusal('auth.second_factor_needed');
}
