import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';
import { standingInTeamSql } from './standing-in-team.sql.ts';

/** Whether somebody moderates their community, as the database has it now, for what is only read. */
export async function moderates(forum: Forum, viewer: Viewer): Promise<boolean> {
  const { communityId, userId, sessionId } = viewer;
  const one = await forum.one(standingInTeamSql({ communityId, userId, sessionId }));
  return one?.status === 'ACTIVE' && one.role !== 'MEMBER' && one.lacksFactor === false;
}
