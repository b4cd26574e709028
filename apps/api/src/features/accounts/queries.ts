import type { UserStatus } from '@agora/db';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';

/** What a login is checked against. Stays in the process. */
export interface Credentials {
  readonly userId: string;
  /** Null: the account logs in through a provider only. */
  readonly passwordHash: string | null;
  readonly status: UserStatus;
  readonly verified: boolean;
  /** The ban in force that lasts longest. */
  readonly ban: BanInForce | null;
}

/** What somebody who is banned is told. */
export interface BanInForce {
  readonly reason: string;
  /** Null: for good. */
  readonly endsAt: string | null;
}

/**
 * The status of `users u`. A suspension ends with its last ban: who was banned, and is no longer, is active again, as
 * `agora_status_now` makes it when they act.
 */
export const statusNow = `CASE WHEN u.status = 'SUSPENDED' AND EXISTS (SELECT FROM bans WHERE community_id = $1 AND user_id = u.id)
    AND NOT EXISTS (SELECT FROM bans b WHERE b.community_id = $1 AND b.user_id = u.id
      AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now()))
  THEN 'ACTIVE' ELSE u.status END`;

/** The ban in force of `users u` that lasts longest, as JSON; null without one. */
export const banInForce = `(SELECT json_build_object('reason', b.reason, 'endsAt', b.ends_at) FROM bans b
  WHERE b.community_id = $1 AND b.user_id = u.id AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now())
  ORDER BY b.ends_at DESC NULLS FIRST LIMIT 1)`;

export const credentialsByEmail = statement<[communityId: string, email: string], Credentials>(
  'credentials_by_email',
  `SELECT json_build_object('userId', u.id, 'passwordHash', u.password_hash, 'verified', u.email_verified_at IS NOT NULL,
    'status', ${statusNow}, 'ban', ${banInForce})
   FROM users u WHERE u.community_id = $1 AND u.email = $2`,
);

export const passwordHashById = statement<
  [communityId: string, userId: string],
  { passwordHash: string | null }
>(
  'password_hash_by_id',
  `SELECT json_build_object('passwordHash', password_hash) FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'`,
);

/** Active again, if the last ban is over. A statement of its own: it locks the user before it looks at the bans. */
export const restoreStatus = statement<[communityId: string, userId: string], UserStatus>(
  'restore_status',
  'SELECT to_json(agora_status_now($1, $2))',
);

/** As {@link restoreStatus}, for whoever holds a refresh token. */
export const restoreStatusOfToken = statement<[communityId: string, hash: Uint8Array], UserStatus>(
  'restore_status_of_token',
  `SELECT to_json(agora_status_now($1, user_id)) FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2`,
);

/** Days after which the answer to a POST with an idempotency key is forgotten. */
const keepAnswersDays = 7;

const visit = (user: string): string => `WITH visitor AS (${user}),
   tokens AS (DELETE FROM refresh_tokens t USING visitor WHERE t.community_id = $1 AND t.user_id = visitor.id AND t.expires_at < now()),
   answers AS (DELETE FROM idempotency_keys k USING visitor WHERE k.community_id = $1 AND k.user_id = visitor.id
     AND k.created_at < now() - interval '${keepAnswersDays} days')
   UPDATE users u SET last_seen_at = now() FROM visitor WHERE u.community_id = $1 AND u.id = visitor.id`;

/** After proving who one is: seen, and rid of tokens long dead and of answers that nobody asks for again. */
export const beginVisit = statement<[communityId: string, userId: string], never>(
  'begin_visit',
  visit('SELECT $2::uuid AS id'),
);

/** The same for who was just given a refresh token (its id), and for nobody if it was not given. */
export const continueVisit = statement<[communityId: string, tokenId: string], never>(
  'continue_visit',
  visit('SELECT user_id AS id FROM refresh_tokens WHERE community_id = $1 AND id = $2'),
);

/**
 * The first token of a session: its id names the family. No row: the account is not active, or the password that was
 * proved (its hash; null: none was) has been changed since.
 */
export const openSession = statement<
  [
    communityId: string,
    tokenId: string,
    userId: string,
    hash: Uint8Array,
    days: number,
    passwordHash: string | null,
    device: string | null,
  ],
  { tokenVersion: number }
>(
  'open_session',
  `WITH holder AS (SELECT id, token_version FROM users WHERE community_id = $1 AND id = $3 AND status = 'ACTIVE'
     AND ($6::text IS NULL OR password_hash = $6)),
   made AS (
     INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device)
     SELECT $1, $2, id, $2, $4, now() + $5 * interval '1 day', $7 FROM holder
   )
   SELECT json_build_object('tokenVersion', token_version) FROM holder`,
);

/**
 * Uses a token up and makes the next of its family. The lock lets one of two who present it at once through; the user's
 * row is locked first, as {@link endAllTokens} locks it, so that none slips through while all are being ended. One that
 * came about while its session alone was being ended is not good either: another of the session is revoked. A device
 * that is not told this time is that of the token.
 */
export const rotateToken = statement<
  [
    communityId: string,
    hash: Uint8Array,
    nextId: string,
    nextHash: Uint8Array,
    days: number,
    device: string | null,
  ],
  Outcome<{ userId: string; tokenVersion: number; sessionId: string }>
>(
  'rotate_token',
  `WITH holder AS MATERIALIZED (
     SELECT id, status, token_version FROM users WHERE community_id = $1
       AND id = (SELECT user_id FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2) FOR NO KEY UPDATE
   ), presented AS MATERIALIZED (
     SELECT * FROM refresh_tokens WHERE community_id = $1 AND token_hash = $2 AND (SELECT count(*) FROM holder) > 0 FOR UPDATE
   ), good AS (
     SELECT p.* FROM presented p JOIN holder u ON u.id = p.user_id AND u.status = 'ACTIVE'
     WHERE p.used_at IS NULL AND p.expires_at > now() AND NOT EXISTS (SELECT FROM refresh_tokens t
       WHERE t.community_id = $1 AND t.family_id = p.family_id AND t.revoked_at IS NOT NULL)
   ), used AS (
     UPDATE refresh_tokens t SET used_at = now() FROM good WHERE t.community_id = $1 AND t.id = good.id
   ), next AS (
     INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device)
     SELECT $1, $3, user_id, family_id, $4, now() + $5 * interval '1 day', coalesce($6, device) FROM good
     RETURNING user_id, family_id
   )
   SELECT CASE
     WHEN EXISTS (SELECT FROM next) THEN json_build_object('done', (SELECT json_build_object(
       'userId', id, 'tokenVersion', token_version, 'sessionId', (SELECT family_id FROM next)) FROM holder))
     WHEN EXISTS (SELECT FROM presented WHERE used_at IS NOT NULL) THEN json_build_object('refused', 'auth.refresh_token_reused')
     WHEN EXISTS (SELECT FROM presented, holder WHERE status <> 'ACTIVE' AND revoked_at IS NULL AND expires_at > now())
       THEN json_build_object('refused', 'auth.account_inactive')
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

/** Ends all access tokens of a user at once: they name a version that is no more. Comes before {@link endAllSessions}. */
export const endAllTokens = statement<[communityId: string, userId: string], never>(
  'end_all_tokens',
  'UPDATE users SET token_version = token_version + 1, updated_at = now() WHERE community_id = $1 AND id = $2',
);

/** Ends all refresh tokens of a user. A statement of its own: its snapshot sees those made while the user was waited for. */
export const endAllSessions = statement<[communityId: string, userId: string], never>(
  'end_all_sessions',
  'UPDATE refresh_tokens SET revoked_at = now() WHERE community_id = $1 AND user_id = $2 AND revoked_at IS NULL',
);

/** Days for which an account whose address was never proved keeps its name from others. */
export const keepNameDays = 7;

/** Frees a name that somebody registered long ago and never proved their address: what stands for it is made at random. */
export const releaseName = statement<[communityId: string, username: string], never>(
  'release_name',
  `UPDATE users u SET username = 'unproved_' || left(translate(gen_random_uuid()::text, '-', ''), 20), updated_at = now()
   WHERE u.community_id = $1 AND u.username = $2 AND u.status <> 'DEACTIVATED' AND u.email_verified_at IS NULL
     AND u.last_seen_at IS NULL AND u.created_at < now() - interval '${keepNameDays} days'`,
);

/**
 * A new account with its preference and statistics; says who holds the address or the name instead. Neither created nor
 * taken: another who wants one of them is being created at this moment.
 * @param reserve whether the name is kept although the address has an account, by one that nobody can log in to: else
 *   whether it can be taken afterwards would tell who has an account
 */
export const createAccount = statement<
  [
    communityId: string,
    userId: string,
    email: string,
    username: string,
    displayName: string,
    passwordHash: string,
    reserve: boolean,
  ],
  { created: boolean; emailTaken: boolean; usernameTaken: boolean }
>(
  'create_account',
  `WITH taken AS (
     SELECT coalesce(bool_or(email = $3), false) AS email, coalesce(bool_or(username = $4), false) AS username
     FROM users WHERE community_id = $1 AND (email = $3 OR username = $4)
   ), made AS (
     INSERT INTO users (community_id, id, email, username, display_name, password_hash)
     SELECT $1, $2, CASE WHEN taken.email THEN gen_random_uuid() || '@reserved.invalid' ELSE $3 END, $4,
       CASE WHEN taken.email THEN 'Reserved' ELSE $5 END, CASE WHEN taken.email THEN NULL ELSE $6 END
     FROM taken WHERE NOT taken.username AND ($7::boolean OR NOT taken.email)
     ON CONFLICT DO NOTHING RETURNING id
   ), preference AS (INSERT INTO user_preferences (community_id, user_id) SELECT $1, id FROM made),
   statistics AS (INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made)
   SELECT json_build_object('created', NOT email AND EXISTS (SELECT FROM made), 'emailTaken', email, 'usernameTaken', username) FROM taken`,
);

/** Whose password was changed, and who is told. */
export interface Holder {
  readonly email: string;
}

/**
 * Sets a new password and ends all access tokens. No row: the password that was proved (its hash) has been changed since,
 * or the account is not active. A token that was mailed to reset it ends with the old one.
 */
export const changePassword = statement<
  [communityId: string, userId: string, passwordHash: string, provedHash: string],
  Holder
>(
  'change_password',
  `WITH changed AS (
     UPDATE users SET password_hash = $3, token_version = token_version + 1, updated_at = now()
     WHERE community_id = $1 AND id = $2 AND password_hash = $4 AND status = 'ACTIVE' RETURNING id, email
   ), mailed AS (
     DELETE FROM account_tokens t USING changed WHERE t.community_id = $1 AND t.user_id = changed.id AND t.purpose = 'RESET_PASSWORD'
   )
   SELECT json_build_object('email', email) FROM changed`,
);
