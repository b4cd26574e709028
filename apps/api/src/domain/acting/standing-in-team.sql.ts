// Made from standing-in-team.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface StandingInTeamParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly sessionId: string;
}

export interface StandingInTeamRow {
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  readonly lacksFactor: boolean | null;
}

export const standingInTeamSql = sql<StandingInTeamParameters, StandingInTeamRow>({
  name: 'standing-in-team',
  parameters: ['communityId', 'userId', 'sessionId'],
  text: `SELECT role, status, agora_lacks_second_factor($1, $2, $3) AS "lacksFactor"
FROM users WHERE community_id = $1 AND id = $2`,
});
