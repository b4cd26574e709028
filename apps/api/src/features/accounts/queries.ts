import type { AccountTokenPurpose, UserStatus } from '@agora/db';
import type { Outcome } from '../../database/outcome.ts';
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

/** Whether there is somebody to mail a token to; {@link createMailToken} asks again. */
export const mayHaveMailToken = statement<
  [communityId: string, email: string, purpose: AccountTokenPurpose],
  boolean
>(
  'may_have_mail_token',
  `SELECT to_json(EXISTS (SELECT FROM users WHERE community_id = $1 AND email = $2 AND status <> 'DEACTIVATED'
     AND ($3::account_token_purpose <> 'VERIFY_EMAIL' OR email_verified_at IS NULL)))`,
);

/**
 * The token for who registered: with the account ($3) that {@link createAccount} has just made, one that proves its
 * address; with an account that had the address before, one that sets a new password. It costs the same either way, so
 * that the time of an answer does not tell who has an account. No row: no account has the address, or the name is taken.
 */
export const createRegistrationToken = statement<
  [
    communityId: string,
    tokenId: string,
    userId: string,
    email: string,
    username: string,
    hash: Uint8Array,
    hoursToVerify: number,
    hoursToReset: number,
  ],
  { isNew: boolean }
>(
  'create_registration_token',
  `WITH holder AS (
     SELECT id, id = $3::uuid AS is_new, (CASE WHEN id = $3 THEN 'VERIFY_EMAIL' ELSE 'RESET_PASSWORD' END)::account_token_purpose AS purpose
     FROM users WHERE community_id = $1 AND email = $4 AND status <> 'DEACTIVATED'
       AND (id = $3 OR NOT EXISTS (SELECT FROM users WHERE community_id = $1 AND username = $5 AND id <> $3))
   ), earlier AS (
     DELETE FROM account_tokens t USING holder
     WHERE t.community_id = $1 AND t.user_id = holder.id AND t.purpose = holder.purpose
   ), made AS (
     INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
     SELECT $1, $2, id, purpose, $6, $4, now() + CASE WHEN is_new THEN $7::int ELSE $8::int END * interval '1 hour' FROM holder
   )
   SELECT json_build_object('isNew', is_new) FROM holder`,
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

/** Whose address was proved with a mailed token, and which one they had before, if another. */
export interface ProvedAddress {
  readonly email: string;
  readonly before: string | null;
}

/**
 * Uses a mailed token for the address it was sent to: that of the account, or one that its owner has asked for instead,
 * which it has from now on unless another was given it meanwhile. A token from before the present address was proved
 * brings no earlier one back.
 */
export const verifyEmail = statement<[communityId: string, hash: Uint8Array], Outcome<ProvedAddress>>(
  'verify_email',
  `WITH used AS (
     UPDATE account_tokens SET used_at = now()
     WHERE community_id = $1 AND token_hash = $2 AND purpose = 'VERIFY_EMAIL' AND used_at IS NULL AND expires_at > now()
     RETURNING user_id, email, created_at
   ), holder AS MATERIALIZED (
     SELECT u.id, u.email, u.email_verified_at FROM used JOIN users u ON u.community_id = $1 AND u.id = used.user_id
     WHERE u.status <> 'DEACTIVATED' FOR UPDATE OF u
   ), verified AS (
     UPDATE users u SET email = used.email, updated_at = now(),
       email_verified_at = CASE WHEN holder.email = used.email THEN coalesce(holder.email_verified_at, now()) ELSE now() END
     FROM used, holder
     WHERE u.community_id = $1 AND u.id = holder.id AND (holder.email = used.email
       OR (used.created_at > holder.email_verified_at AND NOT EXISTS (SELECT FROM users o WHERE o.community_id = $1 AND o.email = used.email)))
     RETURNING u.email, nullif(holder.email, used.email) AS before
   )
   SELECT coalesce((SELECT json_build_object('done', json_build_object('email', email, 'before', before)) FROM verified),
     json_build_object('refused', 'auth.invalid_mail_token'))`,
);

const strayTokens = (user: string): string => `DELETE FROM account_tokens t USING users u
   WHERE t.community_id = $1 AND t.used_at IS NULL AND u.community_id = $1 AND u.id = t.user_id AND t.email <> u.email
     AND u.id = ${user}`;

/**
 * Ends the tokens that went to an address which is not that of the account: one asked for instead and not proved yet, or
 * one it had before. Of who has just used a mailed token; a statement of its own, after the one that used it.
 */
export const endStrayTokens = statement<[communityId: string, hash: Uint8Array], never>(
  'end_stray_tokens',
  strayTokens(`(SELECT user_id FROM account_tokens
       WHERE community_id = $1 AND token_hash = $2 AND used_at = now()::timestamptz(3))`),
);

/** The same for a user. */
export const endStrayTokensOf = statement<[communityId: string, userId: string], never>(
  'end_stray_tokens_of',
  strayTokens('$2'),
);

/**
 * The welcome bonus of who has just proved their address with a mailed token, whatever it was for. A statement of its
 * own: the ledger moves a row that proving has changed.
 */
export const welcome = statement<[communityId: string, hash: Uint8Array, entryId: string], number>(
  'welcome',
  `SELECT to_json(agora_award($1, u.id, $3, 'WELCOME', 'welcome:' || u.id, 'USER', u.id))
   FROM account_tokens t JOIN users u ON u.community_id = $1 AND u.id = t.user_id
   WHERE t.community_id = $1 AND t.token_hash = $2 AND t.used_at = now()::timestamptz(3)
     AND u.email_verified_at = now()::timestamptz(3)`,
);

/** Whose password was changed, and who is told. */
export interface Holder {
  readonly email: string;
}

/**
 * Sets a new password with a mailed token, which proves the address as well, and ends all access tokens. One that went to
 * an address which the account has no more does nothing.
 */
export const resetPassword = statement<
  [communityId: string, hash: Uint8Array, passwordHash: string],
  Outcome<Holder>
>(
  'reset_password',
  `WITH used AS (
     UPDATE account_tokens t SET used_at = now()
     WHERE community_id = $1 AND token_hash = $2 AND purpose = 'RESET_PASSWORD' AND used_at IS NULL AND expires_at > now()
       AND EXISTS (SELECT FROM users o WHERE o.community_id = $1 AND o.id = t.user_id AND o.email = t.email)
     RETURNING user_id, email
   ), changed AS (
     UPDATE users u SET password_hash = $3, token_version = u.token_version + 1, updated_at = now(),
       email_verified_at = coalesce(u.email_verified_at, now())
     FROM used WHERE u.community_id = $1 AND u.id = used.user_id AND u.email = used.email AND u.status <> 'DEACTIVATED'
     RETURNING u.email
   )
   SELECT coalesce((SELECT json_build_object('done', json_build_object('email', email)) FROM changed),
     json_build_object('refused', 'auth.invalid_mail_token'))`,
);

/** Ends the sessions of who has just used a token to reset the password; see {@link endAllSessions}. */
export const endSessionsOfReset = statement<[communityId: string, hash: Uint8Array], never>(
  'end_sessions_of_reset',
  `UPDATE refresh_tokens SET revoked_at = now() WHERE community_id = $1 AND revoked_at IS NULL
     AND user_id = (SELECT user_id FROM account_tokens
       WHERE community_id = $1 AND token_hash = $2 AND purpose = 'RESET_PASSWORD' AND used_at = now()::timestamptz(3))`,
);

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
