// Made from stored-statistics.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface StoredStatisticsParameters {
  readonly communities: readonly (string)[];
}

export interface StoredStatisticsRow {
  readonly community: string;
  readonly user: string;
  readonly posts: number;
  readonly comments: number;
  readonly likesGiven: number;
  readonly likesReceived: number;
  readonly streakDays: number;
  readonly lastActiveDay: number | null;
}

export const storedStatisticsSql = sql<StoredStatisticsParameters, StoredStatisticsRow>({
  name: 'stored-statistics',
  parameters: ['communities'],
  text: `SELECT community_id AS community, user_id AS "user", posts, comments, likes_given AS "likesGiven", likes_received AS "likesReceived",
       streak_days AS "streakDays", last_active_on - DATE '1970-01-01' AS "lastActiveDay"
  FROM user_statistics WHERE community_id = ANY ($1::uuid[])`,
});
