import { columnOf, type OneColumn, type TableWith } from '../model/columns.ts';
import { checksOf, inScope, type Invariant } from '../model/invariant.ts';
import { leftForGoodSql } from './left-for-good.sql.ts';
import { namesSql } from './names.sql.ts';
import { ownActsSql } from './own-acts.sql.ts';
import { preferencesSql } from './preferences.sql.ts';

export const names: Invariant = {
  name: 'names',
  summary: 'Two people of a community have neither one name nor one address, however it is written.',
  checks: checksOf(...namesSql),
};

/** What only who is logged in can do. */
const acts = [
  ['posts', 'author_id'],
  ['comments', 'author_id'],
  ['post_likes', 'user_id'],
  ['comment_likes', 'user_id'],
  ['post_follows', 'user_id'],
  ['reports', 'reporter_id'],
  ['oauth_accounts', 'user_id'],
  ['bans', 'moderator_id'],
  ['moderation_entries', 'moderator_id'],
] as const satisfies readonly OneColumn<TableWith<'community_id'>>[];

const NAME = columnOf('users', 'username');
const VERIFIED = columnOf('users', 'email_verified_at');
const STATUS = columnOf('users', 'status');

export const verifiedToAct: Invariant = {
  name: 'verified-to-act',
  summary: 'Who has never proved an address does nothing: without it nobody is let in.',
  checks: acts.map(
    ([table, column]) => `
    SELECT u.community_id, u.${NAME} AS row, 'is in ${table}' AS detail
      FROM users u
     WHERE ${inScope('u')} AND u.${VERIFIED} IS NULL AND u.${STATUS} <> 'DEACTIVATED'
       AND EXISTS (SELECT FROM ${table} a WHERE a.community_id = u.community_id AND a.${column} = u.id)`,
  ),
};

/** What goes with a person, and drafts besides. */
const personal = [
  'refresh_tokens',
  'account_tokens',
  'oauth_accounts',
  'user_preferences',
  'notifications',
  'post_follows',
  'two_factors',
  'recovery_codes',
  'passkeys',
  'idempotency_keys',
] as const satisfies readonly TableWith<'community_id' | 'user_id'>[];

export const leftForGood: Invariant = {
  name: 'left-for-good',
  summary: 'Of who has left there is what they published, and nothing else.',
  checks: [
    ...personal.map(
      (table) => `
    SELECT u.community_id, u.${NAME} AS row, 'is in ${table}' AS detail
      FROM users u WHERE ${inScope('u')} AND u.${STATUS} = 'DEACTIVATED'
       AND EXISTS (SELECT FROM ${table} t WHERE t.community_id = u.community_id AND t.user_id = u.id)`,
    ),
    ...checksOf(...leftForGoodSql),
  ],
};

export const ownActs: Invariant = {
  name: 'own-acts',
  summary: 'Nobody reports, bans or notifies themselves.',
  checks: checksOf(...ownActsSql),
};

/** Who came otherwise may have none: the API then goes by those of newcomers. */
export const seededPreferences: Invariant = {
  name: 'preferences',
  summary: 'Whoever was seeded has preferences until they leave.',
  needs: 'agora.seed_rows',
  checks: checksOf(preferencesSql),
};
