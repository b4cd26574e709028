import { inScope, type Invariant } from './invariant.ts';

export const levels: Invariant = {
  name: 'levels',
  summary: 'A user’s level is the highest whose minimum the balance reaches.',
  checks: [
    `
    SELECT u.community_id, u.username AS row, format('level %s with %s points', u.level, u.points) AS detail
      FROM users u
     WHERE ${inScope('u')}
       AND EXISTS (SELECT FROM levels l WHERE l.community_id = u.community_id)
       AND u.level <> (SELECT max(l.rank) FROM levels l WHERE l.community_id = u.community_id AND l.min_points <= u.points)`,
  ],
};

export const achievements: Invariant = {
  name: 'achievements',
  summary: 'Progress is the counter up to its threshold; what reaches it has been earned, and stays so.',
  checks: [
    `
    SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row,
           format('progress %s, earned at %s, threshold %s', p.progress, p.earned_at, a.criteria ->> 'atLeast') AS detail
      FROM user_achievements p
      JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
      JOIN user_statistics s ON s.community_id = p.community_id AND s.user_id = p.user_id
     CROSS JOIN LATERAL (SELECT CASE a.criteria ->> 'counter'
         WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments
         WHEN 'likesGiven' THEN s.likes_given WHEN 'likesReceived' THEN s.likes_received END AS counter) c
     CROSS JOIN LATERAL (SELECT (a.criteria ->> 'atLeast')::int AS value) goal
     WHERE ${inScope('p')}
       AND CASE WHEN p.earned_at IS NULL THEN p.progress <> c.counter OR c.counter >= goal.value ELSE p.progress <> goal.value END`,
  ],
};
