import { inScope, type Invariant } from '../model/invariant.ts';

export const names: Invariant = {
  name: 'names',
  summary: 'Two people of a community have neither one name nor one address, however it is written.',
  checks: ['username', 'email'].map(
    (column) => `
    SELECT community_id, lower(${column}) AS row, format('${column} of %s people', count(*)) AS detail
      FROM users t WHERE ${inScope('t')} GROUP BY community_id, lower(${column}) HAVING count(*) > 1`,
  ),
};

/** What only who is logged in can do. */
const acts = [
  ['posts', 'author_id'],
  ['comments', 'author_id'],
  ['post_likes', 'user_id'],
  ['comment_likes', 'user_id'],
  ['reports', 'reporter_id'],
  ['oauth_accounts', 'user_id'],
  ['bans', 'moderator_id'],
  ['moderation_entries', 'moderator_id'],
] as const;

export const verifiedToAct: Invariant = {
  name: 'verified-to-act',
  summary: 'Who has never proved an address does nothing: without it nobody is let in.',
  checks: acts.map(
    ([table, column]) => `
    SELECT u.community_id, u.username AS row, 'is in ${table}' AS detail
      FROM users u
     WHERE ${inScope('u')} AND u.email_verified_at IS NULL AND u.status <> 'DEACTIVATED'
       AND EXISTS (SELECT FROM ${table} a WHERE a.community_id = u.community_id AND a.${column} = u.id)`,
  ),
};

/** What goes with a person: table, and a condition for which rows, `t`, of whom, `u`. */
const personal = [
  ['refresh_tokens', 't.user_id = u.id'],
  ['account_tokens', 't.user_id = u.id'],
  ['oauth_accounts', 't.user_id = u.id'],
  ['user_preferences', 't.user_id = u.id'],
  ['notifications', 't.user_id = u.id'],
  ['two_factors', 't.user_id = u.id'],
  ['recovery_codes', 't.user_id = u.id'],
  ['idempotency_keys', 't.user_id = u.id'],
  ['posts', "t.author_id = u.id AND t.status = 'DRAFT'"],
] as const;

export const leftForGood: Invariant = {
  name: 'left-for-good',
  summary: 'Of who has left there is what they published, and nothing else.',
  checks: [
    ...personal.map(
      ([table, own]) => `
    SELECT u.community_id, u.username AS row, 'is in ${table}' AS detail
      FROM users u WHERE ${inScope('u')} AND u.status = 'DEACTIVATED'
       AND EXISTS (SELECT FROM ${table} t WHERE t.community_id = u.community_id AND ${own})`,
    ),
    `
    SELECT community_id, username AS row, 'has a name, an address, a role, a password, a picture or a text still' AS detail
      FROM users u WHERE ${inScope('u')} AND status = 'DEACTIVATED' AND (password_hash IS NOT NULL OR avatar IS NOT NULL OR bio <> ''
        OR role <> 'MEMBER' OR email NOT LIKE '%@deleted.invalid' OR username NOT LIKE 'deleted\\_%'
        OR num_nonnulls(email_verified_at, last_seen_at) > 0)`,
  ],
};

export const ownActs: Invariant = {
  name: 'own-acts',
  summary: 'Nobody reports, bans or notifies themselves.',
  checks: [
    ...[
      ['posts', 'post_id'],
      ['comments', 'comment_id'],
    ].map(
      ([table, column]) => `
    SELECT r.community_id, r.id::text AS row, 'reported by its author ' || r.reporter_id AS detail
      FROM reports r JOIN ${table} p ON p.community_id = r.community_id AND p.id = r.${column}
     WHERE ${inScope('r')} AND p.author_id = r.reporter_id`,
    ),
    ...[
      ['reports', 'reporter_id', 'reported_user_id'],
      ['bans', 'moderator_id', 'user_id'],
      ['notifications', 'actor_id', 'user_id'],
    ].map(
      ([table, by, whom]) => `
    SELECT community_id, id::text AS row, 'of ${table}: ${by} ' || ${by} AS detail
      FROM ${table} t WHERE ${inScope('t')} AND ${by} = ${whom}`,
    ),
  ],
};

/** Who came otherwise may have none: the API then goes by those of newcomers. */
export const seededPreferences: Invariant = {
  name: 'preferences',
  summary: 'Whoever was seeded has preferences until they leave.',
  needs: 'agora.seed_rows',
  checks: [
    `
    WITH seeded AS MATERIALIZED (
      SELECT DISTINCT key[1]::uuid AS community_id, key[2]::uuid AS id FROM agora.seed_rows WHERE name LIKE '%/user_preferences'
    )
    SELECT u.community_id, u.username AS row, 'no preferences' AS detail
      FROM users u
      JOIN seeded s ON s.community_id = u.community_id AND s.id = u.id
      LEFT JOIN user_preferences p ON p.community_id = u.community_id AND p.user_id = u.id
     WHERE ${inScope('u')} AND u.status <> 'DEACTIVATED' AND p.user_id IS NULL`,
  ],
};
