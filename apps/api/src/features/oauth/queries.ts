import type { OAuthPurpose, UserStatus } from '@agora/db';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import { banInForce, statusNow } from '../../database/fragments.ts';
import type { BanInForce } from '../../domain/sessions/may-log-in.ts';
import type { LinkedAccountRow } from './schema.ts';

/** Tokens of a provider as they are stored. */
export interface SealedTokens {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly expiresAt: string | null;
  readonly keyVersion: number;
}

/** What a provider has vouched for. */
export interface Grant extends SealedTokens {
  readonly provider: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly handle: string;
  readonly displayName: string;
}

/** Whether an answer with this state has been taken already. */
export const stateIsUsed = statement<[communityId: string, stateHash: Uint8Array], boolean>(
  'oauth_state_is_used',
  'SELECT to_json(EXISTS (SELECT FROM oauth_grants WHERE community_id = $1 AND state_hash = $2))',
);

/**
 * Keeps a grant for its one-time code, `$15` seconds long; no row: another answer with the same state was faster. Old
 * ones go: longer than a flow may take, nothing needs to remember its state.
 */
export const keepGrant = statement<
  [
    communityId: string,
    id: string,
    purpose: OAuthPurpose,
    stateHash: Uint8Array,
    codeHash: Uint8Array,
    codeChallenge: string,
    provider: string,
    accountId: string,
    email: string | null,
    emailVerified: boolean,
    handle: string,
    displayName: string,
    accessToken: string | null,
    refreshToken: string | null,
    seconds: number,
    expiresIn: number | null,
    keyVersion: number,
    flowSeconds: number,
  ],
  { kept: true }
>(
  'keep_oauth_grant',
  `WITH swept AS (
     DELETE FROM oauth_grants WHERE community_id = $1 AND created_at < now() - 2 * $18::int * interval '1 second'
   )
   INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
     email, email_verified, handle, display_name, access_token, refresh_token, expires_at, token_expires_at, key_version)
   VALUES ($1, $2, $3::oauth_purpose, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
     now() + $15::int * interval '1 second', now() + $16::float8 * interval '1 second', $17)
   ON CONFLICT (community_id, state_hash) DO NOTHING RETURNING json_build_object('kept', true)`,
);

/** Uses a one-time code up, for who knows the verifier of its challenge. */
export const redeemGrant = statement<
  [communityId: string, codeHash: Uint8Array, codeChallenge: string, purpose: OAuthPurpose],
  Grant
>(
  'redeem_oauth_grant',
  `UPDATE oauth_grants SET used_at = now(), access_token = NULL, refresh_token = NULL
   FROM (SELECT id AS taken, access_token AS access, refresh_token AS refresh FROM oauth_grants
     WHERE community_id = $1 AND code_hash = $2 FOR UPDATE) before
   WHERE community_id = $1 AND id = taken AND code_challenge = $3 AND purpose = $4::oauth_purpose
     AND used_at IS NULL AND expires_at > now()
   RETURNING json_build_object('provider', provider, 'accountId', provider_account_id, 'email', email,
     'emailVerified', email_verified, 'handle', handle, 'displayName', display_name, 'accessToken', access,
     'refreshToken', refresh, 'expiresAt', token_expires_at, 'keyVersion', key_version)`,
);

/** An account of ours that a grant may be about. */
export interface Candidate {
  readonly userId: string;
  readonly status: UserStatus;
  readonly verified: boolean;
  readonly ban: BanInForce | null;
}

const candidate = `json_build_object('userId', u.id, 'verified', u.email_verified_at IS NOT NULL, 'status', ${statusNow},
  'ban', ${banInForce})`;

/** Whom a grant is about: who has linked the provider's account, and who has its e-mail address. */
export const candidates = statement<
  [communityId: string, provider: string, accountId: string, email: string | null],
  { linked: Candidate | null; sameEmail: Candidate | null }
>(
  'oauth_candidates',
  `SELECT json_build_object(
     'linked', (SELECT ${candidate} FROM oauth_accounts a JOIN users u ON u.community_id = $1 AND u.id = a.user_id
       WHERE a.community_id = $1 AND a.provider = $2 AND a.provider_account_id = $3),
     'sameEmail', (SELECT ${candidate} FROM users u WHERE u.community_id = $1 AND u.email = $4))`,
);

/**
 * Links a provider's account, or renews its tokens; no row: it is linked to another user, or who asks is just leaving: the
 * lock makes one wait for the other.
 */
export const linkAccount = statement<
  [
    communityId: string,
    id: string,
    userId: string,
    provider: string,
    accountId: string,
    accessToken: string | null,
    refreshToken: string | null,
    expiresAt: string | null,
    keyVersion: number,
  ],
  LinkedAccountRow
>(
  'link_oauth_account',
  `INSERT INTO oauth_accounts AS a (community_id, id, user_id, provider, provider_account_id, access_token, refresh_token,
     expires_at, key_version)
   SELECT $1, $2, u.id, $4, $5, $6, $7, $8::timestamptz, $9 FROM users u
   WHERE u.community_id = $1 AND u.id = $3 AND u.status <> 'DEACTIVATED' FOR KEY SHARE
   ON CONFLICT (community_id, provider, provider_account_id) DO UPDATE SET access_token = excluded.access_token,
     refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, key_version = excluded.key_version,
     updated_at = now()
   WHERE a.user_id = excluded.user_id
   RETURNING json_build_object('id', a.id, 'provider', a.provider, 'linkedAt', a.created_at)`,
);

/**
 * A new account without a password, its address verified by the provider, under the first of the usernames that is
 * free. The unique keys decide between two at once.
 */
export const registerByGrant = statement<
  [communityId: string, userId: string, email: string, usernames: string, displayName: string],
  { username: string }
>(
  'register_by_oauth_grant',
  `WITH free AS (
     SELECT name FROM json_array_elements_text($4::json) WITH ORDINALITY proposed(name, place)
     WHERE NOT EXISTS (SELECT FROM users WHERE community_id = $1 AND username = name) ORDER BY place LIMIT 1
   ), made AS (
     INSERT INTO users (community_id, id, email, username, display_name, email_verified_at)
     SELECT $1, $2, $3, name, coalesce(nullif($5, ''), name), now() FROM free RETURNING id, username
   ), preference AS (INSERT INTO user_preferences (community_id, user_id) SELECT $1, id FROM made),
   statistics AS (INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made)
   SELECT json_build_object('username', username) FROM made`,
);

/** The welcome bonus. A statement of its own: the ledger moves a row that must be there before. */
export const welcomeUser = statement<[communityId: string, userId: string, entryId: string], number>(
  'welcome_user',
  `SELECT to_json(agora_award($1, $2, $3, 'WELCOME', 'welcome:' || $2::uuid, 'USER', $2))`,
);

export const accountsOf = statement<
  [communityId: string, userId: string],
  { items: LinkedAccountRow[]; hasPassword: boolean }
>(
  'oauth_accounts_of',
  `SELECT json_build_object('hasPassword', u.password_hash IS NOT NULL,
     'items', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'provider', a.provider, 'linkedAt', a.created_at)
       ORDER BY a.id), '[]') FROM oauth_accounts a WHERE a.community_id = $1 AND a.user_id = u.id))
   FROM users u WHERE u.community_id = $1 AND u.id = $2`,
);

/** Comes before {@link unlinkAccount}: of two who unlink at once, the second sees what the first has left. */
export const lockUser = statement<[communityId: string, userId: string], never>(
  'lock_user',
  'SELECT NULL::json FROM users WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE',
);

/** Unlinks an account, unless nothing would be left to log in with. `$4`: the providers there are, as a JSON array. */
export const unlinkAccount = statement<
  [communityId: string, userId: string, accountId: string, providers: string],
  Outcome<SealedTokens & { provider: string }>
>(
  'unlink_oauth_account',
  `WITH verdict AS (
     SELECT CASE
       WHEN NOT EXISTS (SELECT FROM oauth_accounts WHERE community_id = $1 AND user_id = $2 AND id = $3) THEN 'resource.not_found'
       WHEN u.password_hash IS NULL AND NOT EXISTS (SELECT FROM oauth_accounts o
         WHERE o.community_id = $1 AND o.user_id = $2 AND o.id <> $3
           AND o.provider IN (SELECT json_array_elements_text($4::json))) THEN 'oauth.last_login' END AS refused
     FROM users u WHERE u.community_id = $1 AND u.id = $2
   ), gone AS (
     DELETE FROM oauth_accounts a USING verdict
     WHERE refused IS NULL AND a.community_id = $1 AND a.user_id = $2 AND a.id = $3
     RETURNING a.provider, a.access_token, a.refresh_token, a.key_version
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('provider', provider,
       'accessToken', access_token, 'refreshToken', refresh_token, 'keyVersion', key_version) FROM gone))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);
