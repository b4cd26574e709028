import type { UserStatus } from '@agora/db';
import type { Client } from '@agora/postgres';
import { makeOpaqueToken } from '../auth/opaque-token.ts';
import { call, statement } from '../database/statement.ts';
import { uuid7 } from '../database/uuid7.ts';
import { endStrayTokensOf } from '../features/accounts/mail-token-queries.ts';
import { endAllSessions } from '../features/accounts/queries.ts';
import { ask } from './ask.ts';

// What whoever runs the forum does for somebody who cannot help themselves: no mail reaches them, or another has their
// account. Exported by `accounts.ts`, which says what the functions want.

/** The row that is worked on, and what is entered into the log of moderation about it: as in `accounts.ts`, by nobody of the forum. */
const target = `target AS MATERIALIZED (
     SELECT u.id, u.username, u.email, u.status, u.email_verified_at FROM users u
     WHERE u.community_id = $1 AND u.username = $2 FOR NO KEY UPDATE
   )`;
const noted = (action: string, entry: string): string => `noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, ${entry}, made.id, '${action}', made.id, '{"by": "operator"}' FROM made
   )`;

/** The welcome bonus of an account whose address counts as proved from now on. A statement of its own: the ledger moves its row. */
export const welcomeAccount = statement<[communityId: string, userId: string, entryId: string], number>(
  'welcome_account',
  `SELECT to_json(agora_award($1, $2::uuid, $3, 'WELCOME', 'welcome:' || $2::uuid, 'USER', $2::uuid))`,
);

/** An account that was left: its owner's name and address are gone, so it can be nobody's. */
export interface LeftAccount {
  readonly left: true;
}

/** An account whose address counts as proved now. */
export interface VerifiedAccount {
  readonly left: false;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  /** Since when; null: only now. */
  readonly verifiedBefore: string | null;
}

const vouchForAddress = statement<
  [communityId: string, username: string, entryId: string],
  VerifiedAccount | LeftAccount
>(
  'vouch_for_address',
  `WITH ${target}, made AS (
     UPDATE users u SET email_verified_at = now(), updated_at = now() FROM target t
     WHERE u.community_id = $1 AND u.id = t.id AND t.email_verified_at IS NULL AND t.status <> 'DEACTIVATED' RETURNING u.id
   ), mailed AS (
     DELETE FROM account_tokens t USING made WHERE t.community_id = $1 AND t.user_id = made.id AND t.purpose = 'VERIFY_EMAIL'
   ), ${noted('account.verify', '$3::uuid')}
   SELECT CASE WHEN status = 'DEACTIVATED' THEN json_build_object('left', true) ELSE json_build_object('left', false,
     'id', id, 'username', username, 'email', email, 'verifiedBefore', email_verified_at) END FROM target`,
);

/**
 * Counts the address of an account as proved, with what proving it gives: the account can log in and is shown, and has
 * the welcome bonus. In the log of moderation, unless it was proved before: then nothing changes.
 * @returns undefined without such an account
 */
export async function verifyAccount(
  client: Client,
  communityId: string,
  username: string,
): Promise<VerifiedAccount | LeftAccount | undefined> {
  const [verified] = await ask(client, call(vouchForAddress, communityId, username, uuid7()));
  if (verified?.left === false && verified.verifiedBefore === null)
    await ask(client, call(welcomeAccount, communityId, verified.id, uuid7()));
  return verified;
}

interface ClosedDoors {
  readonly left: false;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly status: UserStatus;
  /** Short names of the providers that open the account, too. */
  readonly providers: readonly string[];
  readonly expiresAt: string;
}

/** An account that only a token opens, and a provider that was linked before. */
export type ReopenedAccount = ClosedDoors & { readonly token: string };

const closeDoors = statement<
  [communityId: string, username: string, tokenId: string, hash: Uint8Array, hours: number, entryId: string],
  ClosedDoors | LeftAccount
>(
  'close_doors',
  `WITH ${target}, made AS (
     UPDATE users u SET password_hash = NULL, token_version = u.token_version + 1, updated_at = now() FROM target t
     WHERE u.community_id = $1 AND u.id = t.id AND t.status <> 'DEACTIVATED' RETURNING u.id, u.email
   ), earlier AS (
     DELETE FROM account_tokens t USING made WHERE t.community_id = $1 AND t.user_id = made.id AND t.purpose = 'RESET_PASSWORD'
   ), given AS (
     INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
     SELECT $1, $3, id, 'RESET_PASSWORD', $4, email, now() + $5 * interval '1 hour' FROM made RETURNING expires_at
   ), ${noted('account.reset_password', '$6::uuid')}
   SELECT CASE WHEN status = 'DEACTIVATED' THEN json_build_object('left', true) ELSE json_build_object('left', false,
     'id', id, 'username', username, 'email', email, 'status', status, 'expiresAt', (SELECT expires_at FROM given),
     'providers', (SELECT coalesce(json_agg(DISTINCT o.provider), '[]') FROM oauth_accounts o
       WHERE o.community_id = $1 AND o.user_id = target.id)) END FROM target`,
);

/**
 * Takes the password of an account away and makes a token that sets another, as a mail would bring it: at
 * `POST /c/{community}/auth/password/reset`, once. All sessions end, as do the tokens mailed for another password or
 * another address. In the log of moderation.
 * @param hours for how long the token is good
 * @returns the token, which is kept as a hash only; undefined without such an account
 */
export async function reopenAccount(
  client: Client,
  communityId: string,
  username: string,
  hours: number,
): Promise<ReopenedAccount | LeftAccount | undefined> {
  const { token, hash } = makeOpaqueToken();
  const [closed] = await ask(client, call(closeDoors, communityId, username, uuid7(), hash, hours, uuid7()));
  if (closed?.left !== false) return closed;
  await ask(client, call(endAllSessions, communityId, closed.id));
  await ask(client, call(endStrayTokensOf, communityId, closed.id));
  return { ...closed, token };
}
