import { inScope, type Invariant } from '../model/invariant.ts';

export const economyAmounts: Invariant = {
  name: 'economy-amounts',
  summary: 'Entries for content are worth what the community’s point economy says, and it has one.',
  checks: [
    `
    SELECT t.community_id, t.id::text AS row, format('%s of %s points', t.reason, t.amount) AS detail
      FROM point_transactions t LEFT JOIN point_economies e ON e.community_id = t.community_id
     WHERE ${inScope('t')}
       AND t.amount IS DISTINCT FROM CASE t.reason
         WHEN 'WELCOME' THEN e.welcome_bonus WHEN 'POST' THEN e.post WHEN 'COMMENT' THEN e.comment
         WHEN 'LIKE_GIVEN' THEN e.like_given WHEN 'LIKE_RECEIVED' THEN e.like_received
         WHEN 'ANSWER_ACCEPTED' THEN e.answer_accepted ELSE t.amount END`,
  ],
};

export const dailyCaps: Invariant = {
  name: 'daily-caps',
  summary: 'Nobody is rewarded more often in a day (UTC) than the point economy allows.',
  checks: [
    `
    SELECT d.community_id, d.user_id::text AS row, format('%s entries for %s on %s', d.entries, d.reason, d.day) AS detail
      FROM (
        SELECT community_id, user_id, reason, (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS entries
          FROM point_transactions t
         WHERE ${inScope('t')} AND reason IN ('POST', 'COMMENT', 'LIKE_GIVEN', 'LIKE_RECEIVED')
         GROUP BY 1, 2, 3, 4
      ) d JOIN point_economies e USING (community_id)
     WHERE d.entries > CASE d.reason WHEN 'POST' THEN e.daily_posts WHEN 'COMMENT' THEN e.daily_comments ELSE e.daily_likes END`,
  ],
};
