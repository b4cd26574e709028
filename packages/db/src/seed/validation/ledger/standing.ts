import { counterOf, inScope, type Invariant, thresholdOf } from '../model/invariant.ts';

const COUNTER = counterOf('a', 's');
const GOAL = thresholdOf('a');

export const levels: Invariant = {
  name: 'levels',
  summary:
    'A user’s level is the highest whose minimum the balance reaches, and higher ones take more points.',
  checks: [
    `
    SELECT u.community_id, u.username AS row, format('level %s with %s points', u.level, u.points) AS detail
      FROM users u
     WHERE ${inScope('u')}
       AND EXISTS (SELECT FROM levels l WHERE l.community_id = u.community_id)
       AND u.level <> coalesce((SELECT max(l.rank) FROM levels l WHERE l.community_id = u.community_id AND l.min_points <= u.points), 1)`,
    `
    SELECT community_id, name AS row, format('rank %s from %s points, rank %s from %s', rank, min_points, lower, less) AS detail
      FROM (SELECT l.*, lag(rank) OVER up AS lower, lag(min_points) OVER up AS less
              FROM levels l WHERE ${inScope('l')} WINDOW up AS (PARTITION BY community_id ORDER BY rank)) ranked
     WHERE rank = lower OR min_points <= less`,
  ],
};

export const achievements: Invariant = {
  name: 'achievements',
  summary: 'Progress is the counter up to its threshold; what reaches it has been earned, and nothing else.',
  checks: [
    `
    SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row,
           format('progress %s, earned at %s, threshold %s', p.progress, p.earned_at, a.criteria ->> 'atLeast') AS detail
      FROM user_achievements p
      JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
      JOIN user_statistics s ON s.community_id = p.community_id AND s.user_id = p.user_id
     CROSS JOIN LATERAL (SELECT ${COUNTER} AS counter, ${GOAL} AS goal) c
     WHERE ${inScope('p')}
       AND (p.progress IS DISTINCT FROM least(c.counter, c.goal) OR c.counter IS NULL OR c.goal IS NULL
         OR (p.earned_at IS NOT NULL) <> (c.counter >= c.goal))`,
    // Where achievements are kept at all: seeds can be applied without them. One that was thought of after somebody's last
    // act is theirs with the next.
    `
    SELECT s.community_id, format('%s of %s', a.code, s.user_id) AS row, format('reached, and not there: threshold %s', ${GOAL}) AS detail
      FROM user_statistics s JOIN achievements a ON a.community_id = s.community_id
      LEFT JOIN user_achievements p ON p.community_id = s.community_id AND p.user_id = s.user_id AND p.achievement_id = a.id
     WHERE ${inScope('s')} AND p.user_id IS NULL AND ${COUNTER} >= ${GOAL} AND s.updated_at >= a.created_at
       AND s.community_id IN (SELECT community_id FROM user_achievements)`,
  ],
};

export const achievementWorth: Invariant = {
  name: 'achievement-worth',
  summary: 'What is earned was paid, and what was paid for an achievement is what it is worth.',
  checks: [
    // What it was worth before it was changed is not kept.
    `
    SELECT t.community_id, t.id::text AS row, format('%s points for %s, which is worth %s', t.amount, a.code, a.points) AS detail
      FROM point_transactions t JOIN achievements a ON a.community_id = t.community_id AND a.id = t.source_id
     WHERE ${inScope('t')} AND t.reason = 'ACHIEVEMENT' AND t.amount <> a.points AND a.updated_at <= t.created_at`,
    // Where a ledger is kept at all: seeds can be applied without it.
    `
    SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row, format('earned at %s, and its %s points were not paid', p.earned_at, a.points) AS detail
      FROM user_achievements p
      JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
      JOIN users u ON u.community_id = p.community_id AND u.id = p.user_id
     WHERE ${inScope('p')} AND p.earned_at IS NOT NULL AND a.points > 0 AND u.ledger_sequence > 0
       AND NOT EXISTS (SELECT FROM point_transactions t WHERE t.community_id = p.community_id AND t.user_id = p.user_id
             AND t.reason = 'ACHIEVEMENT' AND t.source_id = p.achievement_id)`,
  ],
};
