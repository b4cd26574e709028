// Made from held-achievements.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface HeldAchievementsParameters {
  readonly communities: readonly (string)[];
}

export interface HeldAchievementsRow {
  readonly community: string;
  readonly user: string;
  readonly achievement: string;
  readonly progress: number;
  readonly earned: boolean;
}

export const heldAchievementsSql = sql<HeldAchievementsParameters, HeldAchievementsRow>({
  name: 'held-achievements',
  parameters: ['communities'],
  text: `SELECT community_id AS community, user_id AS "user", achievement_id AS achievement, progress, earned_at IS NOT NULL AS earned
  FROM user_achievements WHERE community_id = ANY ($1::uuid[])`,
});
