import { statement } from '../../database/statement.ts';

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
