// Made from stored-achievements.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface StoredAchievementsParameters {
  readonly communities: readonly (string)[];
}

export interface StoredAchievementsRow {
  readonly community: string;
  readonly id: string;
  readonly counter: string;
  readonly atLeast: number;
  readonly points: number;
}

export const storedAchievementsSql = sql<StoredAchievementsParameters, StoredAchievementsRow>({
  name: 'stored-achievements',
  parameters: ['communities'],
  text: `SELECT community_id AS community, id, criteria ->> 'counter' AS counter, (criteria ->> 'atLeast')::int AS "atLeast", points
  FROM achievements WHERE community_id = ANY ($1::uuid[]) AND criteria ->> 'counter' IS NOT NULL AND criteria ->> 'atLeast' IS NOT NULL
 ORDER BY community_id, id`,
});
