import { beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';

// Whoever does not read the mail of an address must not learn whether it has an account: what they can do with one that
// has and with one that has none is done side by side, and answered the same.

const forum = useForum();
let requests = 0;
const post = async (path: string, payload: object) => {
  const answer = await forum.app.inject({
    method: 'POST',
    url: `/c/techcorp/auth/${path}`,
    remoteAddress: `10.${(requests += 1) >> 8}.${requests & 255}.1`,
    payload,
  });
  const { requestId: _, ...body } = answer.json<Record<string, unknown>>();
  return [answer.statusCode, body];
};
const register = (email: string, username: string) =>
  post('register', { email, username, displayName: 'Somebody', password: 'of the attacker' });

describe.each([
  ['of bob, who has an account', 'bob@example.com'],
  ['of somebody who never proved it', 'unproved@example.com'],
  ['of nobody', 'nobody@example.com'],
])('an address %s', (_, email) => {
  const name = email.split('@')[0];
  beforeEach(async () => {
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO users (community_id, id, email, username, display_name, created_at)
         VALUES ($1, gen_random_uuid(), 'unproved@example.com', 'unproved', 'Unproved', now() - interval '1 day')
         ON CONFLICT DO NOTHING`,
        [ids.techcorp],
      ),
    );
  });

  it('is registered with a free name, which then is taken', async () => {
    expect(await register(email, `free_${name}`)).toEqual([
      202,
      { status: 'mail_sent_if_there_is_an_account' },
    ]);
    expect((await register(`other.${name}@example.com`, `free_${name}`))[0]).toBe(409);
    expect((await register(email, `free_${name}`))[0]).toBe(409);
    expect((await register(email, `another_${name}`))[0]).toBe(202);
  });

  it('is not logged in to with the password it was registered with, and nobody is shown', async () => {
    expect((await register(email, `login_${name}`))[0]).toBe(202);
    expect(await post('login', { email, password: 'of the attacker' })).toEqual([
      401,
      expect.objectContaining({
        code: 'auth.invalid_credentials',
        detail: 'E-mail or password is wrong, or the address has not been confirmed yet.',
      }),
    ]);
    const profile = await forum.app.inject({ url: `/c/techcorp/users/login_${name}` });
    expect(profile.statusCode).toBe(404);
  });

  it('keeps the name for a week', async () => {
    expect((await register(email, `week_${name}`))[0]).toBe(202);
    const age = (days: number) =>
      forum.asOwner((client) =>
        client.query(`UPDATE users SET created_at = now() - $2 * interval '1 day' WHERE username = $1`, [
          `week_${name}`,
          days,
        ]),
      );
    await age(6);
    expect((await register(`late.${name}@example.com`, `week_${name}`))[0]).toBe(409);
    await age(8);
    expect((await register(`late.${name}@example.com`, `week_${name}`))[0]).toBe(202);
  });
});

describe('a name', () => {
  it('that was kept for an address with an account opens nothing, and leaves that account as it was', async () => {
    const before = await forum.asOwner((client) =>
      client.query('SELECT * FROM users WHERE id = $1', [ids.carol]),
    );
    await register('carol@example.com', 'kept');
    const { rows } = await forum.asOwner((client) =>
      client.query<{ email: string }>(
        `SELECT email, password_hash, display_name, email_verified_at FROM users WHERE username = 'kept'`,
      ),
    );
    expect(rows).toEqual([
      {
        email: expect.stringMatching(/^[0-9a-f-]{36}@reserved\.invalid$/),
        password_hash: null,
        display_name: 'Reserved',
        email_verified_at: null,
      },
    ]);
    expect((await post('login', { email: rows[0]?.email, password: 'of the attacker' }))[0]).toBe(401);
    const after = await forum.asOwner((client) =>
      client.query('SELECT * FROM users WHERE id = $1', [ids.carol]),
    );
    expect(after.rows).toEqual(before.rows);
  });

  it.each([
    ['proved their address', 'email_verified_at = now()'],
    ['has been here', 'last_seen_at = now()'],
  ])('of who %s stays theirs', async (_, sets) => {
    const username = `stays_${sets.slice(0, 4)}`;
    await register(`${username}@example.com`, username);
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET created_at = now() - interval '1 year', ${sets} WHERE username = $1`, [
        username,
      ]),
    );
    expect((await register(`other_${username}@example.com`, username))[0]).toBe(409);
  });

  it('that was lost leaves the account, under another name', async () => {
    await register('slow@example.com', 'wanted');
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET created_at = now() - interval '8 days' WHERE username = 'wanted'`),
    );
    await register('quick@example.com', 'wanted');
    const { rows } = await forum.asOwner((client) =>
      client.query(
        `SELECT email, username FROM users WHERE email IN ('slow@example.com', 'quick@example.com') ORDER BY 1`,
      ),
    );
    expect(rows).toEqual([
      { email: 'quick@example.com', username: 'wanted' },
      { email: 'slow@example.com', username: expect.stringMatching(/^unproved_[0-9a-f]{20}$/) },
    ]);
  });
});
