import { inScope, type Invariant } from '../model/invariant.ts';

export const held: Invariant = {
  name: 'held',
  summary: 'What waits for a moderator is hidden meanwhile.',
  checks: [
    ['holds', 'post_id', 'posts'],
    ['comment_holds', 'comment_id', 'comments'],
  ].map(
    ([table, column, target]) => `
    SELECT h.community_id, '${target} ' || h.${column} AS row, format('is %s', t.status) AS detail
      FROM ${table} h JOIN ${target} t ON t.community_id = h.community_id AND t.id = h.${column}
     WHERE ${inScope('h')} AND t.status <> 'HIDDEN'`,
  ),
};
