import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { SealedTokens } from '../oauth/queries.ts';

/** Comes first: posts are locked before users. */
export const lockDrafts = statement<[communityId: string, userId: string], never>(
  'lock_drafts',
  `SELECT NULL::json FROM posts WHERE community_id = $1 AND author_id = $2 AND status = 'DRAFT' ORDER BY id FOR UPDATE`,
);

/**
 * Deactivates an account and takes out of it who it was. The address and the name are free again, and what stands for
 * them is made at random, or somebody could take it beforehand. An admin locks all admins, by id: of the last two, one
 * stays. `$3` is the hash of the password that was proved.
 */
export const leave = statement<
  [communityId: string, userId: string, provedHash: string],
  Outcome<{ email: string }>
>(
  'leave',
  `WITH people AS MATERIALIZED (
     SELECT u.id, u.email, u.role, u.status, u.password_hash FROM users u
     WHERE u.community_id = $1 AND u.id IN (SELECT $2::uuid UNION ALL SELECT a.id FROM users me
       JOIN users a ON a.community_id = $1 AND a.role = 'ADMIN' WHERE me.community_id = $1 AND me.id = $2 AND me.role = 'ADMIN')
     ORDER BY u.id FOR UPDATE
   ), me AS (SELECT * FROM people WHERE id = $2),
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM me WHERE status = 'ACTIVE') THEN 'auth.account_inactive'
     WHEN (SELECT password_hash FROM me) IS DISTINCT FROM $3 THEN 'auth.invalid_credentials'
     WHEN (SELECT role FROM me) = 'ADMIN' AND NOT EXISTS (
       SELECT FROM people WHERE id <> $2 AND role = 'ADMIN' AND status = 'ACTIVE') THEN 'account.last_admin' END AS refused),
   gone AS (
     UPDATE users u SET status = 'DEACTIVATED', role = 'MEMBER', email = gen_random_uuid() || '@deleted.invalid',
       username = 'deleted_' || left(translate(gen_random_uuid()::text, '-', ''), 20), display_name = 'Deleted user',
       password_hash = NULL, bio = '', avatar = NULL, email_verified_at = NULL, last_seen_at = NULL,
       token_version = u.token_version + 1, updated_at = now()
     FROM verdict WHERE refused IS NULL AND u.community_id = $1 AND u.id = $2
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('email', email) FROM me))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/**
 * Takes away what only who left could see: sessions, mailed and providers' tokens, drafts, inbox, preferences, kept
 * answers. A statement of its own: its snapshot sees what came about while {@link leave} waited. What was published
 * stays, as do the ledger, the likes and the acts of moderation.
 * @returns the providers' tokens, to be given back
 */
export const forget = statement<
  [communityId: string, userId: string],
  Omit<SealedTokens, 'expiresAt'> & { provider: string }
>(
  'forget',
  `WITH linked AS (
     DELETE FROM oauth_accounts WHERE community_id = $1 AND user_id = $2
     RETURNING provider, provider_account_id, access_token, refresh_token, key_version
   ), vouched AS (
     UPDATE oauth_grants g SET email = NULL, handle = '', display_name = '', access_token = NULL, refresh_token = NULL,
       used_at = coalesce(g.used_at, now())
     FROM linked l WHERE g.community_id = $1 AND g.provider = l.provider AND g.provider_account_id = l.provider_account_id
   ), sessions AS (DELETE FROM refresh_tokens WHERE community_id = $1 AND user_id = $2),
   mailed AS (DELETE FROM account_tokens WHERE community_id = $1 AND user_id = $2),
   answers AS (DELETE FROM idempotency_keys WHERE community_id = $1 AND user_id = $2),
   inbox AS (DELETE FROM notifications WHERE community_id = $1 AND user_id = $2),
   preference AS (DELETE FROM user_preferences WHERE community_id = $1 AND user_id = $2),
   drafts AS (DELETE FROM posts WHERE community_id = $1 AND author_id = $2 AND status = 'DRAFT')
   SELECT json_build_object('provider', provider, 'accessToken', access_token, 'refreshToken', refresh_token,
     'keyVersion', key_version) FROM linked`,
);
