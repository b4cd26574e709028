import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { loginTimeRatio } from '../../../testing/login-times.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { currentUser } from '../../me/profile/current-user.ts';

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

const refresh = (refreshToken: string) =>
  forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/refresh', payload: { refreshToken } });
const ban = (endsAt: string) =>
  forum.asOwner(async (client) => {
    await client.query(
      `INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at, ends_at)
       VALUES ($1, gen_random_uuid(), $2, $3, 'Shouting.', now() - interval '1 hour', ${endsAt})`,
      [ids.techcorp, ids.carol, ids.moderator],
    );
    await client.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [ids.carol]);
  });

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
    // An answer without hashing would take a twentieth.
    const ratio = await loginTimeRatio(forum, 'nobody@example.com', 'moderator@forum.com');
    expect([ratio, ratio > 1 / 3 && ratio < 3]).toEqual([ratio, true]);
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

describe('a ban', () => {
  it('lets a session rest, says why to who logs in, and lets it go on when it has run out', async () => {
    const session = tokens.parse((await login({ email: 'carol@example.com', password })).json());
    await ban(`now() + interval '1 day'`);
    expect((await refresh(session.refreshToken)).json()).toMatchObject({ code: 'auth.account_inactive' });
    const refused = (await login({ email: 'carol@example.com', password })).json<{ detail: string }>();
    expect(refused.detail).toMatch(
      /^This account is suspended until 2\d{3}-\S+Z\. The reason given: Shouting\.$/,
    );
    expect((await login({ email: 'carol@example.com', password: 'wrong' })).body).not.toContain('Shouting');
    await forum.asOwner((client) =>
      client.query(`UPDATE bans SET ends_at = now() WHERE reason = 'Shouting.'`),
    );
    expect((await refresh(session.refreshToken)).statusCode).toBe(200);
    expect((await refresh(session.refreshToken)).json()).toMatchObject({ code: 'auth.refresh_token_reused' });
  });

  it('does not hide that a token was used by a rival who began later and was first', async () => {
    const session = tokens.parse((await login({ email: 'carol@example.com', password })).json());
    await forum.asOwner((client) =>
      client.query(
        `UPDATE refresh_tokens SET used_at = now() + interval '1 minute' WHERE token_hash = sha256(convert_to($1, 'UTF8'))`,
        [session.refreshToken],
      ),
    );
    expect((await refresh(session.refreshToken)).json()).toMatchObject({ code: 'auth.refresh_token_reused' });
  });

  it('does not hide that a token was stolen', async () => {
    const session = tokens.parse((await login({ email: 'carol@example.com', password })).json());
    expect((await refresh(session.refreshToken)).statusCode).toBe(200);
    await ban('NULL');
    expect((await refresh(session.refreshToken)).json()).toMatchObject({ code: 'auth.refresh_token_reused' });
    await forum.asOwner((client) =>
      client.query(`UPDATE bans SET lifted_at = now() WHERE reason = 'Shouting.' AND ends_at IS NULL`),
    );
  });
});

describe('coming back with a refresh token', () => {
  it('is a visit, which clears away what is long dead', async () => {
    const { refreshToken } = tokens.parse((await login({ email: 'bob@example.com', password })).json());
    await forum.asOwner(async (client) => {
      await client.query(`UPDATE users SET last_seen_at = '2026-11-01Z' WHERE id = $1`, [ids.bob]);
      await client.query(
        `INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint, created_at) VALUES
         ($1, $2, 'old', sha256('old'), now() - interval '8 days'), ($1, $2, 'new', sha256('new'), now() - interval '6 days')`,
        [ids.techcorp, ids.bob],
      );
    });
    await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/refresh', payload: { refreshToken } });
    const kept = await forum.asOwner((client) =>
      client.query(
        `SELECT key, last_seen_at > now() - interval '1 minute' AS seen FROM idempotency_keys k
         JOIN users u ON u.community_id = k.community_id AND u.id = k.user_id WHERE u.id = $1`,
        [ids.bob],
      ),
    );
    expect(kept.rows).toEqual([{ key: 'new', seen: true }]);
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
