import type { AccountTokenPurpose } from '@agora/db';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { Holder } from './queries.ts';

// Tokens that are mailed: made, used up, and ended.

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
 * The token for who registered: with the account ($3) that `createAccount` has just made, one that proves its
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

/** Ends the sessions of who has just used a token to reset the password; see `endAllSessions`. */
export const endSessionsOfReset = statement<[communityId: string, hash: Uint8Array], never>(
  'end_sessions_of_reset',
  `UPDATE refresh_tokens SET revoked_at = now() WHERE community_id = $1 AND revoked_at IS NULL
     AND user_id = (SELECT user_id FROM account_tokens
       WHERE community_id = $1 AND token_hash = $2 AND purpose = 'RESET_PASSWORD' AND used_at = now()::timestamptz(3))`,
);
