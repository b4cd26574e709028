import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member, memberOf } from '../../../testing/forum/member.fixture.ts';
import { twoFactorSecret } from './begin-two-factor.ts';
import { twoFactorState } from './get-two-factor.ts';
import { recoveryCodes } from './two-factor.ts';

const forum = useForum({ OAUTH_TOKEN_KEYS: `1:${randomBytes(32).toString('base64url')}` });
const codeWanted = z.object({ codeWanted: z.literal(true), loginToken: z.string() });

beforeAll(() =>
  forum.asOwner((client) =>
    client.query(
      `WITH made AS (INSERT INTO users (community_id, id, email, username, display_name, password_hash, email_verified_at, created_at)
       SELECT community_id, gen_random_uuid(), name || '@example.com', name, name, password_hash, now(), created_at
       FROM users, unnest(ARRAY['dave', 'erin']) AS name WHERE id = $1
       RETURNING community_id, id)
       INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM made`,
      [ids.bob],
    ),
  ),
);

/** The code of a secret now, or so many steps from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
const post = (path: string, payload: object, remoteAddress = '203.0.113.9') =>
  forum.app.inject({ method: 'POST', url: `/c/techcorp/auth/${path}`, payload, remoteAddress });
const begun = async (email: string) => {
  const answer = await post('login', { email, password });
  expect(answer.statusCode).toBe(202);
  return codeWanted.parse(answer.json()).loginToken;
};
const enter = (loginToken: string, code: string) => post('login/code', { loginToken, code });
/** Lets the codes that were used be used again: thirty seconds are long for a test. */
const forgetSteps = () => forum.asOwner((client) => client.query('UPDATE two_factors SET last_step = 1'));

/** Turns codes on for a member who is logged in. */
async function turnOn(member: Member) {
  const started = await member.ask('POST', '/me/two-factor', { currentPassword: password });
  const { secret, address } = twoFactorSecret.parse(started.json());
  const confirmed = await member.ask('POST', '/me/two-factor/confirmation', { code: codeOf(secret) });
  return { secret, address, codes: recoveryCodes.parse(confirmed.json()).recoveryCodes };
}

describe('a second factor', () => {
  it('is asked for once a code has confirmed it, and ends the sessions that were opened without', async () => {
    const [member, other] = [await logIn(forum, 'bob@example.com'), await logIn(forum, 'bob@example.com')];
    const wrong = await member.ask('POST', '/me/two-factor', { currentPassword: 'wrong' });
    expect(wrong.json()).toMatchObject({ code: 'auth.invalid_credentials' });
    const started = await member.ask('POST', '/me/two-factor', { currentPassword: password });
    const { secret, address } = twoFactorSecret.parse(started.json());
    expect(address).toMatch(/^otpauth:\/\/totp\/[^:]+:bob\?/);
    // Begun, and nothing more: a log-in is as ever.
    await logIn(forum, 'bob@example.com');
    expect(
      (await member.ask('POST', '/me/two-factor/confirmation', { code: '000000' })).json(),
    ).toMatchObject({ code: 'auth.invalid_code' });
    const confirmed = await member.ask('POST', '/me/two-factor/confirmation', { code: codeOf(secret) });
    const { recoveryCodes: codes } = recoveryCodes.parse(confirmed.json());
    expect(new Set(codes).size).toBe(10);
    expect((await other.ask('GET', '/me')).statusCode).toBe(401);
    expect(twoFactorState.parse((await member.ask('GET', '/me/two-factor')).json())).toMatchObject({
      offered: true,
      enabledAt: expect.any(String),
      recoveryCodesLeft: 10,
    });
    expect((await member.ask('POST', '/me/two-factor', { currentPassword: password })).json()).toMatchObject({
      code: 'two_factor.on',
    });
    // Neither the secret nor a code stands in the database.
    const stored = await forum.asOwner(async (client) => {
      const { rows } = await client.query(
        `SELECT (SELECT json_agg(t)::text FROM two_factors t) || (SELECT json_agg(r)::text FROM recovery_codes r) AS text`,
      );
      return z.array(z.object({ text: z.string() })).parse(rows)[0]?.text ?? '';
    });
    for (const hidden of [secret, ...codes]) expect(stored).not.toContain(hidden);
  });

  it('opens no session without a code, nor with one that was used, and none is an access token', async () => {
    const { secret } = await turnOn(await logIn(forum, 'carol@example.com'));
    const loginToken = await begun('carol@example.com');
    expect((await memberOf(forum, loginToken).ask('GET', '/me')).statusCode).toBe(401);
    // That of the confirmation, which is the last one taken.
    expect((await enter(loginToken, codeOf(secret))).json()).toMatchObject({ code: 'auth.invalid_code' });
    const next = codeOf(secret, 1);
    const [one, two] = await Promise.all([
      enter(loginToken, next),
      enter(loginToken, ` ${next.slice(0, 3)} ${next.slice(3)}`),
    ]);
    expect([one.statusCode, two.statusCode].toSorted((a, b) => a - b)).toEqual([200, 401]);
    const { accessToken } = tokens.parse((one.statusCode === 200 ? one : two).json());
    expect((await memberOf(forum, accessToken).ask('GET', '/me')).statusCode).toBe(200);
    for (const token of [accessToken, `${loginToken}x`, 'x']) {
      expect((await enter(token, next)).json()).toMatchObject({ code: 'auth.invalid_login_token' });
    }
  });

  it('takes each recovery code once, new ones in place of the old, and ends by password and code', async () => {
    const member = await logIn(forum, 'moderator@forum.com');
    const { secret, codes } = await turnOn(member);
    const [first = '', second = ''] = codes;
    const token = await begun('moderator@forum.com');
    expect((await enter(token, first.toUpperCase().replaceAll('-', ' '))).statusCode).toBe(200);
    expect((await enter(token, first)).statusCode).toBe(401);
    const proof = { currentPassword: password, code: second };
    // Of several who send one at once, one gets in.
    const atOnce = await Promise.all(Array.from({ length: 4 }, () => enter(token, codes[3] ?? '')));
    expect(atOnce.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    // Of new ones that are asked for twice at once, ten are left, and those of one request.
    const renewals = await Promise.all(
      [4, 5].map((at) => member.ask('POST', '/me/two-factor/recovery-codes', { ...proof, code: codes[at] })),
    );
    expect(renewals.map(({ statusCode }) => statusCode)).toContain(200);
    const state = twoFactorState.parse((await member.ask('GET', '/me/two-factor')).json());
    expect(state.recoveryCodesLeft).toBe(10);
    const last = renewals.filter(({ statusCode }) => statusCode === 200);
    const sets = last.map((answer) => recoveryCodes.parse(answer.json()).recoveryCodes);
    const good = await Promise.all(sets.map(async (set) => (await enter(token, set[0] ?? '')).statusCode));
    expect(good.filter((status) => status === 200)).toHaveLength(1);
    const living = sets[good.indexOf(200)] ?? [];
    const renewed = await member.ask('POST', '/me/two-factor/recovery-codes', { ...proof, code: living[1] });
    const [fresh = ''] = recoveryCodes.parse(renewed.json()).recoveryCodes;
    expect((await enter(token, codes[2] ?? '')).statusCode).toBe(401);
    expect((await member.ask('DELETE', '/me/two-factor', proof)).statusCode).toBe(401);
    expect(
      (await member.ask('DELETE', '/me/two-factor', { ...proof, currentPassword: 'x', code: fresh }))
        .statusCode,
    ).toBe(401);
    expect((await member.ask('DELETE', '/me/two-factor', { ...proof, code: fresh })).statusCode).toBe(204);
    expect((await post('login', { email: 'moderator@forum.com', password })).statusCode).toBe(200);
    expect((await enter(token, codeOf(secret, 1))).statusCode).toBe(401);
  });

  it('is guessed at ten times and no more, and lets its owner in by a recovery code meanwhile', async () => {
    const { secret, codes } = await turnOn(await logIn(forum, 'dave@example.com'));
    const token = await begun('dave@example.com');
    await forgetSteps();
    const good = [-1, 0, 1].map((step) => codeOf(secret, step));
    const wrong = ['111111', '222222', '333333', '444444'].find((code) => !good.includes(code)) ?? '';
    for (let tried = 0; tried < 10; tried += 1) expect((await enter(token, wrong)).statusCode).toBe(401);
    expect((await enter(token, codeOf(secret))).statusCode).toBe(429);
    expect((await enter(token, codes[0] ?? '')).statusCode).toBe(200);
  });

  it('ends a log-in half done with a new password, and is asked for by a farewell', async () => {
    const member = await logIn(forum, 'erin@example.com');
    const { secret, codes } = await turnOn(member);
    const token = await begun('erin@example.com');
    const farewell = { email: 'erin@example.com', password };
    expect((await post('farewell/leave', farewell)).json()).toMatchObject({ code: 'auth.invalid_code' });
    expect((await post('farewell/export', { ...farewell, code: codes[0] })).json()).toMatchObject({
      account: { twoFactor: { enabledAt: expect.any(String) } },
    });
    const newPassword = 'a lamp upon the windowsill';
    expect(
      (await member.ask('POST', '/auth/password', { currentPassword: password, newPassword })).statusCode,
    ).toBe(204);
    expect((await enter(token, codeOf(secret, 1))).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
    expect(
      (await post('farewell/leave', { ...farewell, password: newPassword, code: codes[1] })).statusCode,
    ).toBe(204);
    const left = await forum.asOwner((client) =>
      client.query(
        `SELECT FROM two_factors t JOIN users u ON u.community_id = t.community_id AND u.id = t.user_id
         WHERE u.status = 'DEACTIVATED'`,
      ),
    );
    expect(left.rowCount).toBe(0);
  });

  it('is in nobody else’s community', async () => {
    const { rowCount } = await forum.asOwner((client) =>
      client.query('SELECT FROM two_factors WHERE community_id <> $1', [ids.techcorp]),
    );
    expect(rowCount).toBe(0);
    await expectInvariants(forum);
  });
});

describe('a forum without keys that last', () => {
  const passing = useForum();

  it('offers none', async () => {
    const member = await logIn(passing, 'bob@example.com');
    expect((await member.ask('GET', '/me/two-factor')).json()).toMatchObject({ offered: false });
    expect((await member.ask('POST', '/me/two-factor', { currentPassword: password })).json()).toMatchObject({
      code: 'two_factor.unavailable',
    });
  });
});
