import { randomInt } from 'node:crypto';
import { failedWith, SQLSTATE } from '@agora/postgres';
import { ApiError } from '../../api-error.ts';
import type { Database } from '../../database/database.ts';
import type { Runner } from '../../database/runner.ts';
import { type Call, call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import { assertMayLogIn } from '../../domain/sessions/may-log-in.ts';
import { keptNames } from '../../domain/people.ts';
import {
  type Candidate,
  candidates,
  type Grant,
  linkAccount,
  registerByGrant,
  welcomeUser,
} from './queries.ts';
import type { LinkedAccountRow } from './schema.ts';

/** Links the account that a grant vouches for. */
export function linking(communityId: string, userId: string, grant: Grant): Call<LinkedAccountRow> {
  const { provider, accountId, accessToken, refreshToken, expiresAt, keyVersion } = grant;
  return call(
    linkAccount,
    communityId,
    uuid7(),
    userId,
    provider,
    accountId,
    accessToken,
    refreshToken,
    expiresAt,
    keyVersion,
  );
}

/**
 * The user that a grant signs in: who has linked the provider's account; else who has its e-mail address, if it is
 * verified on both sides, and is then linked; else a new one.
 * @throws ApiError `auth.account_inactive`, `auth.email_unverified`, `oauth.email_unverified`, `oauth.account_exists`
 */
export async function userOf(database: Database, communityId: string, grant: Grant): Promise<string> {
  const work = () => database.session((session) => signIn(session, communityId, grant));
  try {
    return await work();
  } catch (error) {
    // Another request took the name, the address or the provider's account in between: now it is there to be found.
    if (!failedWith(error, SQLSTATE.uniqueViolation)) throw error;
    return work();
  }
}

async function signIn(session: Runner, communityId: string, grant: Grant): Promise<string> {
  const read = call(candidates, communityId, grant.provider, grant.accountId, grant.email);
  const user = chosen(grant, await session.one(communityId, read));
  const userId = user?.userId ?? uuid7();
  if (user === undefined) {
    const names = JSON.stringify(usernames(grant.handle));
    await session.run(
      communityId,
      call(registerByGrant, communityId, userId, grant.email ?? '', names, grant.displayName),
      call(welcomeUser, communityId, userId, uuid7()),
    );
  }
  await session.run(communityId, linking(communityId, userId, grant));
  return userId;
}

/** Whom a grant signs in, of those it may be about; undefined: someone new. */
function chosen(
  grant: Grant,
  known: { linked: Candidate | null; sameEmail: Candidate | null } | undefined,
): Candidate | undefined {
  if (known?.linked) {
    assertMayLogIn(known.linked);
    return known.linked;
  }
  if (!grant.emailVerified) {
    throw new ApiError('oauth.email_unverified', 'The provider vouches for no e-mail address of yours.', {
      fix: 'Verify your address there, or log in here and link the account.',
    });
  }
  if (!known?.sameEmail) return undefined;
  if (!known.sameEmail.verified) {
    throw new ApiError(
      'oauth.account_exists',
      'An account with your address exists, and never verified it.',
      {
        fix: 'Log in to it (POST .../auth/password/forgot sets a password by mail), then link the provider.',
      },
    );
  }
  assertMayLogIn(known.sameEmail);
  return known.sameEmail;
}

/** Usernames to try: what the provider calls the person, then with a number behind it. */
export function usernames(handle: string): string[] {
  const letters = handle
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 23)
    .replace(/_+$/, '');
  const free = letters.length >= 3 && !keptNames.test(letters);
  const base = free ? letters : 'user';
  const numbered = Array.from({ length: 4 }, () => `${base}_${randomInt(10_000, 1_000_000)}`);
  return free ? [base, ...numbered] : numbered;
}
