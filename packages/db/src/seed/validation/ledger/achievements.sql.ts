// Made from achievements.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface AchievementsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface AchievementsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const achievementsSql = [sql<AchievementsParameters, AchievementsRow>({
  name: 'achievements-1',
  parameters: ['communities'],
  text: `SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row,
       format('progress %s, earned at %s, threshold %s', p.progress, p.earned_at, a.criteria ->> 'atLeast') AS detail
  FROM user_achievements p
  JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
  JOIN user_statistics s ON s.community_id = p.community_id AND s.user_id = p.user_id
 CROSS JOIN LATERAL (
         SELECT CASE a.criteria ->> 'counter' WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments WHEN 'likesGiven' THEN s.likes_given
                  WHEN 'likesReceived' THEN s.likes_received WHEN 'streakDays' THEN s.streak_days END AS counter,
                (a.criteria ->> 'atLeast')::int AS goal) c
 WHERE ($1::uuid[] IS NULL OR p.community_id = ANY ($1))
   AND (p.progress IS DISTINCT FROM least(c.counter, c.goal) OR c.counter IS NULL OR c.goal IS NULL
     OR (p.earned_at IS NOT NULL) <> (c.counter >= c.goal))`,
}), sql<AchievementsParameters, AchievementsRow>({
  name: 'achievements-2',
  parameters: ['communities'],
  text: `SELECT s.community_id, format('%s of %s', a.code, s.user_id) AS row, format('reached, and not there: threshold %s', c.goal) AS detail
  FROM user_statistics s JOIN achievements a ON a.community_id = s.community_id
  LEFT JOIN user_achievements p ON p.community_id = s.community_id AND p.user_id = s.user_id AND p.achievement_id = a.id
 CROSS JOIN LATERAL (
         SELECT CASE a.criteria ->> 'counter' WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments WHEN 'likesGiven' THEN s.likes_given
                  WHEN 'likesReceived' THEN s.likes_received WHEN 'streakDays' THEN s.streak_days END AS counter,
                (a.criteria ->> 'atLeast')::int AS goal) c
 WHERE ($1::uuid[] IS NULL OR s.community_id = ANY ($1)) AND p.user_id IS NULL
   AND c.counter >= c.goal AND s.updated_at >= a.created_at AND s.community_id IN (SELECT community_id FROM user_achievements)`,
})] as const;
