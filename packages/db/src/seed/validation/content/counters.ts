import { inScope, type Invariant } from '../model/invariant.ts';

export const postCounters: Invariant = {
  name: 'post-counters',
  summary: 'Posts count their likes and published comments, and know when they were last active.',
  checks: [
    `
    SELECT p.community_id, p.id::text AS row,
           format('like_count %s of %s, comment_count %s of %s, last activity %s of %s', p.like_count, coalesce(l.likes, 0),
             p.comment_count, coalesce(c.comments, 0), p.last_activity_at, greatest(p.created_at, c.newest)) AS detail
      FROM posts p
      LEFT JOIN (SELECT community_id, post_id, count(*) AS likes FROM post_likes t WHERE ${inScope('t')} GROUP BY 1, 2) l
        ON l.community_id = p.community_id AND l.post_id = p.id
      LEFT JOIN (SELECT community_id, post_id, count(*) AS comments, max(created_at) AS newest
                   FROM comments t WHERE ${inScope('t')} AND status = 'PUBLISHED' GROUP BY 1, 2) c
        ON c.community_id = p.community_id AND c.post_id = p.id
     WHERE ${inScope('p')}
       AND (p.like_count <> coalesce(l.likes, 0) OR p.comment_count <> coalesce(c.comments, 0)
         OR p.last_activity_at <> greatest(p.created_at, c.newest))`,
  ],
};

export const commentCounters: Invariant = {
  name: 'comment-counters',
  summary: 'Comments count their likes.',
  checks: [
    `
    SELECT c.community_id, c.id::text AS row, format('like_count %s of %s', c.like_count, coalesce(l.likes, 0)) AS detail
      FROM comments c
      LEFT JOIN (SELECT community_id, comment_id, count(*) AS likes FROM comment_likes t WHERE ${inScope('t')} GROUP BY 1, 2) l
        ON l.community_id = c.community_id AND l.comment_id = c.id
     WHERE ${inScope('c')} AND c.like_count <> coalesce(l.likes, 0)`,
  ],
};
