// Made from refresh-achievements.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RefreshAchievementsParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly entryIds: readonly (string)[];
}

export interface RefreshAchievementsRow {
  readonly points: number | null;
}

export const refreshAchievementsSql = sql<RefreshAchievementsParameters, RefreshAchievementsRow>({
  name: 'refresh-achievements',
  parameters: ['communityId', 'userId', 'entryIds'],
  text: `SELECT agora_refresh_achievements($1, $2, $3::uuid[]) AS points`,
});
