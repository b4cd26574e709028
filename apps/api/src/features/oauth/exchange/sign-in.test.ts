import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { loginTimeRatio } from '../../../testing/login-times.fixture.ts';
import { logIn, memberOf } from '../../../testing/forum/member.fixture.ts';
import { OAuthClient } from '../../../testing/servers/oauth-client.fixture.ts';
import { startProvider } from '../../../testing/servers/oidc-provider.fixture.ts';
import { usePostbox } from '../../../testing/servers/smtp.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { currentUser } from '../../me/profile/current-user.ts';
import { providerList } from '../browser/list-oauth-providers.ts';
import { usernames } from './usernames.ts';

const callbacks = ['techcorp', 'retail'].map(
  (community) => `http://127.0.0.1:3000/c/${community}/auth/oauth/local/callback`,
);
const provider = await startProvider(callbacks);
afterAll(() => provider.close());
const postbox = await usePostbox();
const forum = useForum({
  // One connection: whoever signs in holds no two at once.
  DATABASE_POOL_SIZE: '1',
  MAIL_URL: postbox.url,
  OAUTH_PROVIDERS: JSON.stringify([provider.settings]),
  OAUTH_TOKEN_KEYS: `3:${Buffer.alloc(32, 3).toString('base64')},11:${Buffer.alloc(32, 11).toString('base64')}`,
});
const client = new OAuthClient(forum, provider);
const frank = {
  sub: 'frank-1',
  email: 'Frank@Example.com',
  email_verified: true,
  name: 'Frank Ferdinand',
  preferred_username: 'Frank.F',
};
const meOf = async (body: unknown) => {
  const answer = await memberOf(forum, tokens.parse(body).accessToken).ask('GET', '/me');
  return currentUser.parse(answer.json());
};
const rows = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await forum.asOwner((owner) => owner.query<Record<string, unknown>>(sql, values))).rows;

const refresh = (refreshToken: string) =>
  forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/refresh', payload: { refreshToken } });
const login = (email: string, secret: string) =>
  forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/login', payload: { email, password: secret } });

beforeEach(() => {
  provider.person = frank;
});

describe('the providers', () => {
  it('are listed with the address to begin at, and without what is secret', async () => {
    const answer = await forum.app.inject({ url: '/c/techcorp/auth/oauth' });
    expect(providerList.parse(answer.json()).items).toEqual([
      {
        id: 'local',
        name: 'Local Accounts',
        startUrl: 'http://127.0.0.1:3000/c/techcorp/auth/oauth/local/start',
      },
    ]);
    expect(answer.body).not.toContain('secret');
  });
});

describe('the first time', () => {
  it('opens an account with a proved address, no password and the welcome bonus', async () => {
    const answer = await client.signIn();
    expect(answer.statusCode).toBe(200);
    expect(await meOf(answer.json())).toMatchObject({
      username: 'frank_f',
      displayName: 'Frank Ferdinand',
      email: 'frank@example.com',
      points: 20,
      role: 'MEMBER',
      emailVerifiedAt: expect.any(String),
    });
    const [user] = await rows('SELECT password_hash FROM users WHERE username = $1', ['frank_f']);
    expect(user).toEqual({ password_hash: null });
    await expectInvariants(forum);
  });

  it('gives tokens that rotate like those of a login', async () => {
    const first = tokens.parse((await client.signIn()).json());
    expect((await refresh(first.refreshToken)).statusCode).toBe(200);
    expect((await refresh(first.refreshToken)).json()).toMatchObject({ code: 'auth.refresh_token_reused' });
  });

  it('takes another username when the first is taken', async () => {
    provider.person = { ...frank, sub: 'frank-2', email: 'other@example.com' };
    expect((await meOf((await client.signIn()).json())).username).toMatch(/^frank_f_\d{5,6}$/);
  });

  it('of two at once opens one account', async () => {
    provider.person = { ...frank, sub: 'grace', email: 'grace@example.com', preferred_username: 'grace' };
    const codes = await Promise.all(Array.from({ length: 4 }, () => client.code()));
    const answers = await Promise.all(codes.map((code) => client.exchange(code)));
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200]);
    const users = new Set(await Promise.all(answers.map(async (answer) => (await meOf(answer.json())).id)));
    expect(users.size).toBe(1);
    await expectInvariants(forum);
  });

  it('opens an account in each community for itself', async () => {
    const answer = await client.signIn({ community: 'retail' });
    expect(answer.statusCode).toBe(200);
    const users = await rows("SELECT community_id FROM users WHERE email = 'frank@example.com'");
    expect(users).toHaveLength(2);
  });

  it('needs an address that the provider vouches for', async () => {
    for (const person of [
      { sub: 'nobody' },
      { sub: 'nobody', email: 'no address', email_verified: true },
      { sub: 'nobody', email: 'new@example.com', email_verified: false },
      { sub: 'nobody', email: 'new@example.com' },
      // Whether the address has an account here is not told to who has not proved it.
      { sub: 'nobody', email: 'bob@example.com', email_verified: false },
    ]) {
      provider.person = person;
      const answer = await client.signIn();
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        403,
        'oauth.email_unverified',
      ]);
    }
    expect(await rows("SELECT FROM users WHERE email = 'new@example.com'")).toEqual([]);
  });
});

describe('an account with the same address', () => {
  const bob = { ...frank, sub: 'bob-there', email: 'bob@example.com' };

  it('is signed in to, and linked, when both sides verified it', async () => {
    provider.person = bob;
    expect((await meOf((await client.signIn()).json())).id).toBe(ids.bob);
    // From now on the provider's account decides, whatever its address.
    provider.person = { ...bob, email: 'moved@example.com', email_verified: false };
    expect((await meOf((await client.signIn()).json())).id).toBe(ids.bob);
    expect((await logIn(forum, 'bob@example.com')).token).toBeTruthy();
  });

  it('is not taken over when it never verified the address', async () => {
    const register = {
      email: 'victim@example.com',
      username: 'squatter',
      displayName: 'Squatter',
      password: 'known to the squatter',
    };
    await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/register', payload: register });
    await postbox.next();
    provider.person = { ...frank, sub: 'victim', email: 'victim@example.com' };
    expect((await client.signIn()).json()).toMatchObject({ code: 'oauth.account_exists', status: 409 });
    expect(await rows("SELECT FROM oauth_accounts WHERE provider_account_id = 'victim'")).toEqual([]);
    const login = { email: register.email, password: register.password };
    const squatter = await forum.app.inject({
      method: 'POST',
      url: '/c/techcorp/auth/login',
      payload: login,
    });
    expect(squatter.json()).toMatchObject({ code: 'auth.invalid_credentials' });
  });

  it('is refused like at a login when it is suspended or deactivated', async () => {
    provider.person = { ...frank, sub: 'mallory-there', email: 'mallory@example.com' };
    expect((await client.signIn()).json()).toMatchObject({ code: 'auth.account_inactive', status: 403 });
    provider.person = { ...frank, sub: 'grace' };
    await rows("UPDATE users SET status = 'DEACTIVATED' WHERE username = 'grace'");
    expect((await client.signIn()).json()).toMatchObject({ code: 'auth.account_inactive', status: 403 });
    await rows("UPDATE users SET status = 'ACTIVE' WHERE username = 'grace'");
  });

  it('is let in again when its last ban has run out', async () => {
    await rows(
      `INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at, ends_at)
       SELECT community_id, gen_random_uuid(), id, $1, 'Over', now() - interval '2 hours', now() - interval '1 hour'
       FROM users WHERE username = 'grace'`,
      [ids.moderator],
    );
    await rows("UPDATE users SET status = 'SUSPENDED' WHERE username = 'grace'");
    provider.person = { ...frank, sub: 'grace' };
    expect(await meOf((await client.signIn()).json())).toMatchObject({ username: 'grace', status: 'ACTIVE' });
  });
});

describe('an account without a password', () => {
  it('answers a password like any wrong one, in the same time', async () => {
    const anyRequest = { requestId: '' };
    const none = await login('frank@example.com', 'a guess');
    const wrong = await login('carol@example.com', 'a guess');
    expect(none.statusCode).toBe(401);
    expect({ ...none.json<object>(), ...anyRequest }).toEqual({ ...wrong.json<object>(), ...anyRequest });
    // An answer without hashing would take a twentieth.
    const ratio = await loginTimeRatio(forum, 'frank@example.com', 'carol@example.com');
    expect([ratio, ratio > 1 / 3 && ratio < 3]).toEqual([ratio, true]);
  });

  it('has none to change, and gets one by mail', async () => {
    const member = memberOf(forum, tokens.parse((await client.signIn()).json()).accessToken);
    const change = { currentPassword: 'x', newPassword: 'a new password' };
    expect((await member.ask('POST', '/auth/password', change)).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
    const payload = { email: 'frank@example.com' };
    await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/password/forgot', payload });
    const token = /^[\w-]{43}$/m.exec(await postbox.next())?.[0] ?? '';
    const reset = { token, password };
    expect(
      (await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/password/reset', payload: reset }))
        .statusCode,
    ).toBe(204);
    expect((await member.ask('GET', '/me')).statusCode).toBe(401);
    expect((await logIn(forum, 'frank@example.com')).token).toBeTruthy();
  });
});

describe("a provider's tokens", () => {
  it('are stored under the newest key, and nowhere as they are', async () => {
    await client.signIn();
    const [account] = await rows(
      "SELECT access_token, key_version, expires_at > now() AS good FROM oauth_accounts WHERE provider_account_id = 'frank-1'",
    );
    expect(account).toMatchObject({ key_version: 11, good: true });
    const { openToken } = await import('../../../auth/token-box.ts');
    const opened = openToken(forum.config.oauth.keys, 11, String(account?.['access_token']));
    expect(opened).toMatch(/^[\w-]{20,}$/);
    const dump = await rows(
      'SELECT t::text FROM oauth_accounts t UNION ALL SELECT g::text FROM oauth_grants g',
    );
    expect(JSON.stringify(dump)).not.toContain(opened);
    const kept = 'SELECT FROM oauth_grants WHERE used_at IS NOT NULL AND access_token IS NOT NULL';
    expect(await rows(kept)).toEqual([]);
  });
});

describe('usernames', () => {
  it('are made of what the provider calls someone', () => {
    expect(usernames('Frank.F')[0]).toBe('frank_f');
    expect(usernames('Ærøskøbing Élodie')[0]).toBe('r_sk_bing_elodie');
    expect(usernames('x'.repeat(80))[0]).toBe('x'.repeat(23));
    for (const handle of ['', '✨', 'a', '李小龙', "'; DROP TABLE users; --", '../../../etc']) {
      for (const name of usernames(handle)) expect(name).toMatch(/^[a-z0-9_]{3,30}$/);
    }
  });
});
