// Made from achievement-worth.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface AchievementWorthParameters {
  readonly communities: readonly (string)[] | null;
}

export interface AchievementWorthRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const achievementWorthSql = [sql<AchievementWorthParameters, AchievementWorthRow>({
  name: 'achievement-worth-1',
  parameters: ['communities'],
  text: `SELECT t.community_id, t.id::text AS row, format('%s points for %s, which is worth %s', t.amount, a.code, a.points) AS detail
  FROM point_transactions t JOIN achievements a ON a.community_id = t.community_id AND a.id = t.source_id
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND t.reason = 'ACHIEVEMENT' AND t.amount <> a.points AND a.updated_at <= t.created_at`,
}), sql<AchievementWorthParameters, AchievementWorthRow>({
  name: 'achievement-worth-2',
  parameters: ['communities'],
  text: `SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row, format('earned at %s, and its %s points were not paid', p.earned_at, a.points) AS detail
  FROM user_achievements p
  JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
  JOIN users u ON u.community_id = p.community_id AND u.id = p.user_id
 WHERE ($1::uuid[] IS NULL OR p.community_id = ANY ($1))
   AND p.earned_at IS NOT NULL AND a.points > 0 AND u.ledger_sequence > 0
   AND NOT EXISTS (SELECT FROM point_transactions t WHERE t.community_id = p.community_id AND t.user_id = p.user_id
         AND t.reason = 'ACHIEVEMENT' AND t.source_id = p.achievement_id)`,
})] as const;
