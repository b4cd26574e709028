import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ids, password } from '../../testing/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum.fixture.ts';
import { currentUser, tokens } from './schema.ts';

const forum = useForum();
const login = (payload: object, community = 'techcorp') =>
  forum.app.inject({ method: 'POST', url: `/c/${community}/auth/login`, payload });
const me = (token: string, community = 'techcorp') =>
  forum.app.inject({ url: `/c/${community}/me`, headers: { authorization: `Bearer ${token}` } });
const tokenOf = async (email: string): Promise<string> =>
  tokens.parse((await login({ email, password })).json()).accessToken;

const sign = (key: Uint8Array, typ = 'at+jwt', exp = '1h', alg = 'HS256', ver: unknown = 0) =>
  new SignJWT({ ver, sid: ids.firstPost })
    .setProtectedHeader({ alg, typ })
    .setIssuer('agora')
    .setAudience(ids.techcorp)
    .setSubject(ids.bob)
    .setIssuedAt()
    .setExpirationTime(exp)
    .sign(key);

describe('POST /auth/login', () => {
  it('answers a token that works, whatever the case of the address', async () => {
    const answer = await login({ email: ' Bob@Example.COM', password });
    expect(answer.statusCode).toBe(200);
    const { accessToken, expiresIn } = tokens.parse(answer.json());
    expect(expiresIn).toBe(900);
    const read = currentUser.parse((await me(accessToken)).json());
    expect(read).toMatchObject({ id: ids.bob, username: 'bob', email: 'bob@example.com', status: 'ACTIVE' });
    expect(read.lastSeenAt).not.toBeNull();
    expect((await me(accessToken)).body).not.toContain('argon2');
  });

  it('gives a wrong password and an unknown address the same answer', async () => {
    const wrong = await login({ email: 'bob@example.com', password: 'wrong' });
    const unknown = await login({ email: 'nobody@example.com', password });
    expect(wrong.statusCode).toBe(401);
    const anyRequest = { requestId: '' };
    expect({ ...wrong.json<object>(), ...anyRequest }).toEqual({ ...unknown.json<object>(), ...anyRequest });
  });

  it('takes as long for an unknown address as for a known one', async () => {
    // Each in turn, and the quickest of each counts: whatever else the machine does only adds.
    const best = {
      'moderator@forum.com': Number.POSITIVE_INFINITY,
      'nobody@example.com': Number.POSITIVE_INFINITY,
    };
    for (let attempt = 0; attempt < 9; attempt += 1) {
      for (const email of ['moderator@forum.com', 'nobody@example.com'] as const) {
        const start = performance.now();
        await login({ email, password: 'wrong' });
        best[email] = Math.min(best[email], performance.now() - start);
      }
    }
    const [known, unknown] = [best['moderator@forum.com'], best['nobody@example.com']];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  it('refuses a suspended account, but only to who knows its password', async () => {
    expect((await login({ email: 'mallory@example.com', password })).json()).toMatchObject({
      code: 'auth.account_inactive',
    });
    expect((await login({ email: 'mallory@example.com', password: 'x' })).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
  });

  it('refuses what is not in the schema', async () => {
    const answer = await login({ email: 'bob@example.com', password, role: 'ADMIN' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request.invalid' });
    expect((await login({ email: 'carol@example.com', password }, 'retail')).statusCode).toBe(401);
  });
});

describe('GET /me', () => {
  it('asks for a token, and says how', async () => {
    const answer = await forum.app.inject({ url: '/c/techcorp/me' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'auth.required' });
  });

  it('refuses tokens of another community, another key, another kind, none, or the past', async () => {
    const { secret } = forum.config.tokens;
    expect((await me(await sign(secret))).statusCode).toBe(200);
    const none = new UnsecuredJWT()
      .setIssuer('agora')
      .setAudience(ids.techcorp)
      .setSubject(ids.bob)
      .setExpirationTime('1h')
      .encode();
    const forged = [
      await sign(new Uint8Array(32)),
      await sign(secret, 'JWT'),
      await sign(secret, 'at+jwt', '-1s'),
      await sign(secret, 'at+jwt', '1h', 'HS256', 1),
      await sign(secret, 'at+jwt', '1h', 'HS256', '0'),
      await sign(secret, 'at+jwt', '1h', 'HS256', null),
      await sign(new Uint8Array([...secret, ...secret]), 'at+jwt', '1h', 'HS512'),
      none,
      'nonsense',
    ];
    for (const token of forged) {
      const answer = await me(token);
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'auth.invalid_token' });
    }
    expect((await me(await tokenOf('admin@forum.com'), 'retail')).statusCode).toBe(401);
  });
});
