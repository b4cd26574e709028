import { inScope, type Invariant } from '../model/invariant.ts';

/** What is good from when it is made until it expires: table, and whether it can be used after that to end it. */
const passing = ['refresh_tokens', 'account_tokens', 'oauth_grants'] as const;

export const sessions: Invariant = {
  name: 'sessions',
  summary: 'Tokens expire after they are made and are used in between; a session is one user’s.',
  checks: [
    ...passing.map(
      (table) => `
    SELECT community_id, '${table} ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
      FROM ${table} t WHERE ${inScope('t')} AND (expires_at <= created_at OR used_at < created_at)`,
    ),
    `
    SELECT community_id, 'refresh_tokens ' || id AS row, format('made %s, revoked %s', created_at, revoked_at) AS detail
      FROM refresh_tokens t WHERE ${inScope('t')} AND (revoked_at < created_at OR used_at > expires_at)`,
    // Several of its tokens may be good: a browser renews one from all its tabs at once.
    `
    SELECT community_id, 'session ' || family_id AS row,
           format('%s users', count(DISTINCT user_id)) AS detail
      FROM refresh_tokens t WHERE ${inScope('t')} GROUP BY community_id, family_id HAVING count(DISTINCT user_id) > 1`,
    `
    SELECT community_id, 'oauth_grants ' || id AS row, 'used, and has tokens still' AS detail
      FROM oauth_grants t WHERE ${inScope('t')} AND used_at IS NOT NULL AND num_nonnulls(access_token, refresh_token) > 0`,
  ],
};
