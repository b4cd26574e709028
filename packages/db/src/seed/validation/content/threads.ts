import { inScope, type Invariant } from '../model/invariant.ts';

export const threads: Invariant = {
  name: 'threads',
  summary:
    'A reply is in its parent’s post, deeper by one, and its path is the parent’s followed by its own id.',
  checks: [
    `
    SELECT c.community_id, c.id::text AS row,
           format('depth %s under parent %s (post %s, depth %s)', c.depth, c.parent_id, p.post_id, p.depth) AS detail
      FROM comments c
      LEFT JOIN comments p ON p.community_id = c.community_id AND p.id = c.parent_id
     WHERE ${inScope('c')}
       AND (c.depth NOT BETWEEN 0 AND 10
         OR CASE WHEN c.parent_id IS NULL
              THEN c.depth <> 0 OR c.path <> uuid_send(c.id)
              ELSE p.id IS NULL OR p.post_id <> c.post_id OR c.depth <> p.depth + 1
                OR c.path <> p.path || uuid_send(c.id) OR c.parent_path IS DISTINCT FROM p.path
                OR c.parent_created_at IS DISTINCT FROM p.created_at
            END)`,
  ],
};

export const acceptedAnswers: Invariant = {
  name: 'accepted-answers',
  summary: 'A post has at most one accepted answer, and it can be read.',
  checks: [
    `
    SELECT community_id, post_id::text AS row, format('%s accepted answers', count(*)) AS detail
      FROM comments t WHERE ${inScope('t')} AND accepted_at IS NOT NULL
     GROUP BY community_id, post_id HAVING count(*) > 1`,
    `
    SELECT community_id, id::text AS row, 'accepted, and ' || status AS detail
      FROM comments t WHERE ${inScope('t')} AND accepted_at IS NOT NULL AND status <> 'PUBLISHED'`,
  ],
};
