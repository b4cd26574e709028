import { inScope, type Invariant } from '../model/invariant.ts';

export const ownLikes: Invariant = {
  name: 'own-likes',
  summary: 'Nobody likes their own posts and comments.',
  checks: [
    `
    SELECT l.community_id, l.post_id::text AS row, 'liked by its author ' || l.user_id AS detail
      FROM post_likes l JOIN posts p ON p.community_id = l.community_id AND p.id = l.post_id
     WHERE ${inScope('l')} AND p.author_id = l.user_id`,
    `
    SELECT l.community_id, l.comment_id::text AS row, 'liked by its author ' || l.user_id AS detail
      FROM comment_likes l JOIN comments c ON c.community_id = l.community_id AND c.id = l.comment_id
     WHERE ${inScope('l')} AND c.author_id = l.user_id`,
  ],
};

export const duplicateLikes: Invariant = {
  name: 'duplicate-likes',
  summary: 'A user likes a thing once.',
  checks: [
    `
    SELECT community_id, post_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
      FROM post_likes t WHERE ${inScope('t')} GROUP BY community_id, post_id, user_id HAVING count(*) > 1`,
    `
    SELECT community_id, comment_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
      FROM comment_likes t WHERE ${inScope('t')} GROUP BY community_id, comment_id, user_id HAVING count(*) > 1`,
  ],
};
