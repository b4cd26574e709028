// Made from refresh-achievements.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

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
