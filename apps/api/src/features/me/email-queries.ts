import { statement } from '../../database/statement.ts';

/**
 * A token for an address that somebody wants instead of their own: one that proves it, so `verifyEmail` takes it. Earlier
 * ones end. Comes after `lockUser`, and so sees what others did to the account and its tokens before.
 * @returns no row: the password that was proved (`$6`, its hash) has been changed since, the account is not active, or the
 *   address is its own; `taken`: an account has the address, and there is no token
 */
export const createEmailChange = statement<
  [
    communityId: string,
    userId: string,
    tokenId: string,
    email: string,
    hash: Uint8Array,
    provedHash: string,
    hours: number,
  ],
  { currentEmail: string; taken: boolean }
>(
  'create_email_change',
  `WITH holder AS (
     SELECT u.id, u.email, EXISTS (SELECT FROM users o WHERE o.community_id = $1 AND o.email = $4) AS taken FROM users u
     WHERE u.community_id = $1 AND u.id = $2 AND u.status = 'ACTIVE' AND u.password_hash = $6 AND u.email <> $4
   ), earlier AS (
     DELETE FROM account_tokens t USING holder
     WHERE t.community_id = $1 AND t.user_id = holder.id AND t.purpose = 'VERIFY_EMAIL'
   ), made AS (
     INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
     SELECT $1, $3, id, 'VERIFY_EMAIL', $5, $4, now() + $7::int * interval '1 hour' FROM holder WHERE NOT taken
   )
   SELECT json_build_object('currentEmail', email, 'taken', taken) FROM holder`,
);
