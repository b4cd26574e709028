import type { AccountTokenPurpose, UserStatus } from '@agora/db';
import type { Outcome } from '../../database/outcome.ts';
import { statement } from '../../database/statement.ts';
import { profileFields } from '../users/queries.ts';
import type { CurrentUser } from './schema.ts';

/** What a login is checked against. Stays in the process. */
export interface Credentials {
  readonly userId: string;
  readonly passwordHash: string;
  readonly status: UserStatus;
  readonly verified: boolean;
}

/** A suspension ends with its last ban: who was banned, and is no longer, is active again. */
const statusNow = `CASE WHEN u.status = 'SUSPENDED' AND EXISTS (SELECT FROM bans WHERE community_id = $1 AND user_id = u.id)
    AND NOT EXISTS (SELECT FROM bans b WHERE b.community_id = $1 AND b.user_id = u.id
      AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now()))
  THEN 'ACTIVE' ELSE u.status END`;

export const credentialsByEmail = statement<[communityId: string, email: string], Credentials>(
  'credentials_by_email',
  `SELECT json_build_object('userId', u.id, 'passwordHash', u.password_hash, 'verified', u.email_verified_at IS NOT NULL,
    'status', ${statusNow})
   FROM users u WHERE u.community_id = $1 AND u.email = $2`,
);

export const passwordHashById = statement<[communityId: string, userId: string], { passwordHash: string }>(
  'password_hash_by_id',
  `SELECT json_build_object('passwordHash', password_hash) FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'`,
);

/** After a right password: seen, active again when the last ban is over, and rid of tokens long dead. */
export const beginVisit = statement<[communityId: string, userId: string], never>(
  'begin_visit',
  `WITH swept AS (DELETE FROM refresh_tokens WHERE community_id = $1 AND user_id = $2 AND expires_at < now())
   UPDATE users u SET last_seen_at = now(), status = ${statusNow} WHERE u.community_id = $1 AND u.id = $2`,
);

/** The first token of a session: its id names the family. */
export const openSession = statement<
  [communityId: string, tokenId: string, userId: string, hash: Uint8Array, days: number],
  never
>(
  'open_session',
  `INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at)
   VALUES ($1, $2, $3, $2, $4, now() + $5 * interval '1 day')`,
);

/** Uses a token up and makes the next of its family. The lock lets one of two who present it at once through. */
export const rotateToken = statement<
  [communityId: string, hash: Uint8Array, nextId: string, nextHash: Uint8Array, days: number],
  Outcome<{ userId: string }>
>(
  'rotate_token',
  `WITH presented AS (
     SELECT * FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2 FOR UPDATE
   ), good AS (
     SELECT p.* FROM presented p JOIN users u ON u.community_id = $1 AND u.id = p.user_id AND u.status = 'ACTIVE'
     WHERE p.used_at IS NULL AND p.revoked_at IS NULL AND p.expires_at > now()
   ), used AS (
     UPDATE refresh_tokens t SET used_at = now() FROM good WHERE t.community_id = $1 AND t.id = good.id
   ), next AS (
     INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at)
     SELECT $1, $3, user_id, family_id, $4, now() + $5 * interval '1 day' FROM good
     RETURNING user_id
   )
   SELECT CASE
     WHEN EXISTS (SELECT FROM next) THEN json_build_object('done', json_build_object('userId', (SELECT user_id FROM next)))
     WHEN EXISTS (SELECT FROM presented WHERE used_at IS NOT NULL) THEN json_build_object('refused', 'auth.refresh_token_reused')
     ELSE json_build_object('refused', 'auth.invalid_refresh_token') END`,
);

/**
 * Ends the session of a token that was used before, unless this very transaction used it ($3, the next token's id, is
 * there then). A statement of its own: its snapshot sees what a rival made while {@link rotateToken} waited.
 */
export const endReusedSession = statement<[communityId: string, hash: Uint8Array, nextId: string], never>(
  'end_reused_session',
  `UPDATE refresh_tokens SET revoked_at = now()
   WHERE community_id = $1 AND revoked_at IS NULL
     AND family_id = (SELECT family_id FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2 AND used_at IS NOT NULL)
     AND NOT EXISTS (SELECT FROM refresh_tokens WHERE community_id = $1 AND id = $3)`,
);

export const endSession = statement<[communityId: string, hash: Uint8Array], never>(
  'end_session',
  `UPDATE refresh_tokens SET revoked_at = now() WHERE community_id = $1 AND revoked_at IS NULL
     AND family_id = (SELECT family_id FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2)`,
);

export const endAllSessions = statement<[communityId: string, userId: string], never>(
  'end_all_sessions',
  'UPDATE refresh_tokens SET revoked_at = now() WHERE community_id = $1 AND user_id = $2 AND revoked_at IS NULL',
);

/** A new account with its preference and statistics; says who holds the address or the name instead. */
export const createAccount = statement<
  [
    communityId: string,
    userId: string,
    email: string,
    username: string,
    displayName: string,
    passwordHash: string,
  ],
  { created: boolean; emailTaken: boolean; usernameTaken: boolean }
>(
  'create_account',
  `WITH taken AS (
     SELECT coalesce(bool_or(email = $3), false) AS email, coalesce(bool_or(username = $4), false) AS username
     FROM users WHERE community_id = $1 AND (email = $3 OR username = $4)
   ), made AS (
     INSERT INTO users (community_id, id, email, username, display_name, password_hash)
     SELECT $1, $2, $3, $4, $5, $6 FROM taken WHERE NOT taken.email AND NOT taken.username RETURNING id
   ), preference AS (INSERT INTO user_preferences (community_id, user_id) SELECT $1, id FROM made),
   statistics AS (INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made)
   SELECT json_build_object('created', EXISTS (SELECT FROM made), 'emailTaken', email, 'usernameTaken', username) FROM taken`,
);

/** A mailed token for whoever has the address, if they may have one; earlier ones for the same purpose end. */
export const createMailToken = statement<
  [
    communityId: string,
    tokenId: string,
    email: string,
    purpose: AccountTokenPurpose,
    hash: Uint8Array,
    hours: number,
  ],
  { displayName: string }
>(
  'create_mail_token',
  `WITH holder AS (
     SELECT id, display_name FROM users WHERE community_id = $1 AND email = $3 AND status <> 'DEACTIVATED'
       AND ($4::account_token_purpose <> 'VERIFY_EMAIL' OR email_verified_at IS NULL)
   ), earlier AS (
     DELETE FROM account_tokens t USING holder
     WHERE t.community_id = $1 AND t.user_id = holder.id AND t.purpose = $4::account_token_purpose
   ), made AS (
     INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
     SELECT $1, $2, id, $4::account_token_purpose, $5, $3, now() + $6 * interval '1 hour' FROM holder
   )
   SELECT json_build_object('displayName', display_name) FROM holder`,
);

/** Uses a mailed token for the address it was sent to. */
export const verifyEmail = statement<[communityId: string, hash: Uint8Array], Outcome<object>>(
  'verify_email',
  `WITH used AS (
     UPDATE account_tokens SET used_at = now()
     WHERE community_id = $1 AND token_hash = $2 AND purpose = 'VERIFY_EMAIL' AND used_at IS NULL AND expires_at > now()
     RETURNING user_id, email
   ), verified AS (
     UPDATE users u SET email_verified_at = now(), updated_at = now() FROM used
     WHERE u.community_id = $1 AND u.id = used.user_id AND u.email = used.email AND u.status <> 'DEACTIVATED'
     RETURNING u.id
   )
   SELECT CASE WHEN EXISTS (SELECT FROM verified) THEN json_build_object('done', json_build_object())
     ELSE json_build_object('refused', 'auth.invalid_mail_token') END`,
);

/** The welcome bonus of who holds a used token. A statement of its own: the ledger moves a row that verifying has changed. */
export const welcome = statement<[communityId: string, hash: Uint8Array, entryId: string], number>(
  'welcome',
  `SELECT to_json(agora_award($1, user_id, $3, 'WELCOME', 'welcome:' || user_id, 'USER', user_id)) FROM account_tokens
   WHERE community_id = $1 AND token_hash = $2 AND purpose = 'VERIFY_EMAIL' AND used_at IS NOT NULL`,
);

export const resetPassword = statement<
  [communityId: string, hash: Uint8Array, passwordHash: string],
  Outcome<object>
>(
  'reset_password',
  `WITH used AS (
     UPDATE account_tokens SET used_at = now()
     WHERE community_id = $1 AND token_hash = $2 AND purpose = 'RESET_PASSWORD' AND used_at IS NULL AND expires_at > now()
     RETURNING user_id
   ), changed AS (
     UPDATE users u SET password_hash = $3, updated_at = now(), email_verified_at = coalesce(email_verified_at, now())
     FROM used WHERE u.community_id = $1 AND u.id = used.user_id AND u.status <> 'DEACTIVATED' RETURNING u.id
   ), ended AS (
     UPDATE refresh_tokens t SET revoked_at = now() FROM changed
     WHERE t.community_id = $1 AND t.user_id = changed.id AND t.revoked_at IS NULL
   )
   SELECT CASE WHEN EXISTS (SELECT FROM changed) THEN json_build_object('done', json_build_object())
     ELSE json_build_object('refused', 'auth.invalid_mail_token') END`,
);

export const changePassword = statement<[communityId: string, userId: string, passwordHash: string], never>(
  'change_password',
  'UPDATE users SET password_hash = $3, updated_at = now() WHERE community_id = $1 AND id = $2',
);

export const currentUserById = statement<[communityId: string, userId: string], CurrentUser>(
  'current_user_by_id',
  `SELECT json_build_object(${profileFields}, 'email', u.email, 'emailVerifiedAt', u.email_verified_at, 'status', u.status,
     'unreadNotifications', (SELECT count(*) FROM notifications n
       WHERE n.community_id = $1 AND n.user_id = u.id AND n.read_at IS NULL))
   FROM users u WHERE u.community_id = $1 AND u.id = $2 AND u.status <> 'DEACTIVATED'`,
);
