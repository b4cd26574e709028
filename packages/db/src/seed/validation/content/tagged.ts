import { inScope, type Invariant } from '../model/invariant.ts';

/** Of one post, as the API has it. */
const MOST = 5;

export const tagged: Invariant = {
  name: 'tagged',
  summary: `A post carries at most ${MOST} tags.`,
  checks: [
    `
    SELECT community_id, 'posts ' || post_id AS row, format('%s tags', count(*)) AS detail
      FROM post_tags t WHERE ${inScope('t')} GROUP BY community_id, post_id HAVING count(*) > ${MOST}`,
  ],
};
