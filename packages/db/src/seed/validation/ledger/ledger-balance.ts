import { inScope, type Invariant } from '../model/invariant.ts';

export const ledgerBalance: Invariant = {
  name: 'ledger-balance',
  summary: 'A user’s points are the sum of the ledger, and the user knows the number of entries.',
  checks: [
    `
    SELECT u.community_id, u.username AS row,
           format('%s points and %s entries, but the ledger has %s and %s', u.points, u.ledger_sequence,
             coalesce(l.sum, 0), coalesce(l.entries, 0)) AS detail
      FROM users u
      LEFT JOIN (
        SELECT community_id, user_id, sum(amount) AS sum, count(*) AS entries
          FROM point_transactions t WHERE ${inScope('t')} GROUP BY community_id, user_id
      ) l ON l.community_id = u.community_id AND l.user_id = u.id
     WHERE ${inScope('u')}
       AND (u.points <> coalesce(l.sum, 0) OR u.ledger_sequence <> coalesce(l.entries, 0) OR u.points < 0)`,
  ],
};
