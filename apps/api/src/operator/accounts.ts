import type { UserRole, UserStatus } from '@agora/db';
import type { Client } from '@agora/postgres';
import { call, statement } from '../database/statement.ts';
import { uuid7 } from '../database/uuid7.ts';
import { createAccount } from '../features/accounts/queries.ts';
import { isShown } from '../database/fragments.ts';
import { welcomeAccount } from './account-rescue.ts';
import { ask } from './ask.ts';

// What whoever runs the forum does to its accounts, without being a user of it: `@agora/api/accounts`, by itself because
// the rest of the API takes a second to load. Each function wants a connection inside a transaction that works as the API
// does: as `agora_app`, with the community set by `agora_set_community`.

export { hashPassword } from '../auth/password.ts';
export { registerRequest } from '../features/accounts/schema.ts';
export {
  type LeftAccount,
  type ReopenedAccount,
  type VerifiedAccount,
  reopenAccount,
  verifyAccount,
} from './account-rescue.ts';

/** An account as its operator sees it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly role: UserRole;
  readonly status: UserStatus;
  readonly emailVerified: boolean;
  readonly createdAt: string;
}

const accountJson = `json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'email', u.email,
  'role', u.role, 'status', u.status, 'emailVerified', u.email_verified_at IS NOT NULL, 'createdAt', u.created_at)`;

const accountsThatHold = statement<[communityId: string, email: string, username: string], Account>(
  'accounts_that_hold',
  `SELECT ${accountJson} FROM users u WHERE u.community_id = $1 AND (u.email = $2 OR u.username = $3) ORDER BY u.username`,
);

const accountsByRole = statement<[communityId: string, role: UserRole | null, limit: number], Account>(
  'accounts_by_role',
  `SELECT ${accountJson} FROM users u WHERE u.community_id = $1 AND ($2::user_role IS NULL OR u.role = $2::user_role)
   ORDER BY u.role, u.username LIMIT $3`,
);

/** Enters an act into the log of moderation. Nobody of the forum did it, so it stands under the account itself. */
const noted = (entry: string, from: string, to: string): string => `INSERT INTO moderation_entries
     (community_id, id, moderator_id, action, target_id, details)
   SELECT $1, ${entry}, made.id, 'role.change', made.id, jsonb_build_object('from', ${from}, 'to', ${to}, 'by', 'operator') FROM made`;

/** A statement of its own: it changes the row that {@link createAccount} has just made. */
const vouchForAccount = statement<
  [communityId: string, userId: string, role: UserRole, entryId: string],
  never
>(
  'vouch_for_account',
  `WITH made AS (
     UPDATE users SET email_verified_at = now(), role = $3::user_role, updated_at = now() WHERE community_id = $1 AND id = $2
     RETURNING id, role
   )
   ${noted('$4::uuid', "'MEMBER'", '$3::text')} WHERE made.role <> 'MEMBER'`,
);

const setRole = statement<
  [communityId: string, username: string, role: UserRole, entryId: string],
  RoleGiven | { readonly shown: false }
>(
  'set_role',
  `WITH target AS MATERIALIZED (
     SELECT u.id, u.username, u.role, ${isShown} AS shown FROM users u WHERE u.community_id = $1 AND u.username = $2 FOR NO KEY UPDATE
   ), made AS (
     UPDATE users u SET role = $3::user_role, updated_at = now() FROM target t
     WHERE u.community_id = $1 AND u.id = t.id AND t.shown AND t.role <> $3::user_role RETURNING u.id
   ), noted AS (
     ${noted('$4::uuid', '(SELECT role FROM target)', '$3::text')}
   )
   SELECT CASE WHEN shown THEN json_build_object('shown', true, 'id', id, 'username', username, 'before', role, 'role', $3::text)
     ELSE json_build_object('shown', false) END FROM target`,
);

/** A statement of its own: it sees what {@link setRole} did. */
const countAdmins = statement<[communityId: string], number>(
  'count_admins',
  `SELECT to_json(count(*)::int) FROM users WHERE community_id = $1 AND role = 'ADMIN' AND status = 'ACTIVE'`,
);

/** Who has the address, or the name: at most two. */
export function findAccounts(
  client: Client,
  communityId: string,
  wanted: { readonly email: string; readonly username: string },
): Promise<Account[]> {
  return ask(client, call(accountsThatHold, communityId, wanted.email, wanted.username));
}

/** The accounts of a community by role, the mightiest first, and name. */
export function listAccounts(
  client: Client,
  communityId: string,
  options: { readonly role?: UserRole | undefined; readonly limit: number },
): Promise<Account[]> {
  return ask(client, call(accountsByRole, communityId, options.role ?? null, options.limit));
}

/**
 * Makes an account as registering does, with an address that counts as proved, and so with the welcome bonus. A role
 * above MEMBER is in the log of moderation.
 * @param account.passwordHash argon2id in PHC format
 * @returns undefined when somebody has the address or the name: see {@link findAccounts}
 */
export async function openAccount(
  client: Client,
  communityId: string,
  account: {
    readonly email: string;
    readonly username: string;
    readonly displayName: string;
    readonly passwordHash: string;
    readonly role: UserRole;
  },
): Promise<Account | undefined> {
  const { email, username, displayName, passwordHash, role } = account;
  const id = uuid7();
  const make = call(createAccount, communityId, id, email, username, displayName, passwordHash, false);
  const [made] = await ask(client, make);
  if (made?.created !== true) return undefined;
  await ask(client, call(vouchForAccount, communityId, id, role, uuid7()));
  await ask(client, call(welcomeAccount, communityId, id, uuid7()));
  return (await findAccounts(client, communityId, account))[0];
}

/** A role that was given, or had been before. */
export interface RoleGiven {
  readonly shown: true;
  readonly id: string;
  readonly username: string;
  readonly before: UserRole;
  readonly role: UserRole;
}

/**
 * Gives an account another role, in force with its next request and written into the log of moderation.
 * @returns what was done, and how many active admins the community has now; `shown: false` for an account that the
 *   forum shows to nobody, because it was left or its address never proved, which stays as it is; undefined without one
 */
export async function giveRole(
  client: Client,
  communityId: string,
  username: string,
  role: UserRole,
): Promise<(RoleGiven & { readonly admins: number }) | { readonly shown: false } | undefined> {
  const [given] = await ask(client, call(setRole, communityId, username, role, uuid7()));
  if (given?.shown !== true) return given;
  const [admins = 0] = await ask(client, call(countAdmins, communityId));
  return { ...given, admins };
}
