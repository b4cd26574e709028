import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashOpaqueToken, makeOpaqueToken } from '../../../auth/opaque-token.ts';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { usePostbox } from '../../../testing/servers/smtp.fixture.ts';
import { currentUser } from '../profile/current-user.ts';

const postbox = await usePostbox();
const forum = useForum({
  MAIL_URL: postbox.url,
  PUBLIC_URL: 'https://forum.example',
  RATE_LIMIT_PER_MINUTE: '0',
});
let requests = 0;
let person: { id: string; email: string; member: Member };
beforeEach(async () => {
  const email = `mover_${(requests += 1)}@example.com`;
  const { rows } = await forum.asOwner((client) =>
    client.query(
      `WITH made AS (INSERT INTO users (community_id, id, email, username, display_name, password_hash, email_verified_at, created_at)
         SELECT $1, gen_random_uuid(), $2::text, split_part($2::text, '@', 1), 'Mover', password_hash, now() - interval '1 day', now() - interval '2 days' FROM users WHERE id = $3
         RETURNING id), statistics AS (INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made)
       SELECT id FROM made`,
      [ids.techcorp, email, ids.bob],
    ),
  );
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  person = { id, email, member: await logIn(forum, email) };
});
afterAll(() => expectInvariants(forum));

/** Each from an address of its own: how often one address may ask is not what is tested here. */
const post = (path: string, payload: object, token?: string) =>
  forum.app.inject({
    method: 'POST',
    url: `/c/techcorp/${path}`,
    remoteAddress: `10.1.${(requests += 1) >> 8}.${requests & 255}`,
    payload,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
const ask = (email: string, currentPassword = password) =>
  post('me/email', { email, currentPassword }, person.member.token);
const verify = (token: string) => post('auth/verify-email', { token });
const tokenIn = (mail: string): string => /^[\w-]{43}$/m.exec(mail)?.[0] ?? '';
/** The next two mails: to the old address, and to the new one. */
const mailsTo = async (old: string, next: string) => {
  const mails = [await postbox.next(), await postbox.next()];
  const to = (address: string) => mails.find((mail) => mail.includes(`To: ${address}\n`)) ?? '';
  return { old: to(old), next: to(next) };
};
const emailNow = async () => currentUser.parse((await person.member.ask('GET', '/me')).json()).email;
const mayLogIn = async (email: string) => (await post('auth/login', { email, password })).statusCode === 200;

describe('another address', () => {
  it('is in force once it is proved; the old one is told before and after', async () => {
    const { email } = person;
    const next = `new_${email}`;
    expect((await ask(next.toUpperCase())).statusCode).toBe(202);
    const mails = await mailsTo(email, next);
    expect(mails.old).toContain(next);
    expect(tokenIn(mails.old)).toBe('');
    expect(mails.next).toContain('https://forum.example/r/techcorp/verify-email?token=');
    expect([await emailNow(), await mayLogIn(next)]).toEqual([email, false]);
    expect((await verify(tokenIn(mails.next))).statusCode).toBe(204);
    const told = await postbox.next();
    expect(told).toContain(`To: ${email}`);
    expect(told).toContain('was changed');
    expect([await emailNow(), await mayLogIn(next), await mayLogIn(email)]).toEqual([next, true, false]);
    expect((await verify(tokenIn(mails.next))).json()).toMatchObject({ code: 'auth.invalid_mail_token' });
  });

  it('needs the current password, and an active token', async () => {
    expect((await ask('other@example.com', 'a guess')).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
    const payload = { email: 'other@example.com', currentPassword: password };
    expect((await post('me/email', payload)).json()).toMatchObject({ code: 'auth.required' });
    expect(postbox.mails).toEqual([]);
  });

  it('answers the same when somebody has it, tells them, and changes nothing', async () => {
    const free = await ask(`free_${person.email}`);
    await mailsTo(person.email, `free_${person.email}`);
    const taken = await ask('carol@example.com');
    expect([taken.statusCode, taken.json()]).toEqual([free.statusCode, free.json()]);
    const mails = await mailsTo(person.email, 'carol@example.com');
    expect(mails.next).toContain('You have an account at TechCorp Solutions');
    expect(tokenIn(mails.next)).toBe('');
    expect(mails.old).toContain('carol@example.com');
    expect(await emailNow()).toBe(person.email);
  });

  it('does not tell by its time who has an account: nothing is written before the answer', async () => {
    await forum.asOwner(async (client) => {
      await client.query('BEGIN; LOCK account_tokens IN ACCESS EXCLUSIVE MODE');
      const answer = await ask(`slow_${person.email}`);
      expect([answer.statusCode, postbox.mails.length]).toEqual([202, 0]);
      await client.query('COMMIT');
    });
    await mailsTo(person.email, `slow_${person.email}`);
  });

  it('goes to one of two who prove it', async () => {
    const next = `both_${person.email}`;
    await ask(next);
    const { next: mail } = await mailsTo(person.email, next);
    await forum.asOwner((client) =>
      client.query('UPDATE users SET email = $1 WHERE id = $2', [next, ids.carol]),
    );
    expect((await verify(tokenIn(mail))).json()).toMatchObject({ code: 'auth.invalid_mail_token' });
    expect(await emailNow()).toBe(person.email);
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET email = 'carol@example.com' WHERE id = $1`, [ids.carol]),
    );
  });

  it('is the last one asked for', async () => {
    await ask(`one_${person.email}`);
    const one = await mailsTo(person.email, `one_${person.email}`);
    await ask(`two_${person.email}`);
    const two = await mailsTo(person.email, `two_${person.email}`);
    expect((await verify(tokenIn(one.next))).statusCode).toBe(400);
    expect((await verify(tokenIn(two.next))).statusCode).toBe(204);
    await postbox.next();
    expect(await emailNow()).toBe(`two_${person.email}`);
  });

  it('ends what was mailed to the old one, which cannot be brought back by it', async () => {
    const { email } = person;
    const stale = makeOpaqueToken();
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at, created_at)
         VALUES ($1, gen_random_uuid(), $2, 'RESET_PASSWORD', $3, $4, now() + interval '1 hour', now())`,
        [ids.techcorp, person.id, stale.hash, email],
      ),
    );
    const next = `new_${email}`;
    await ask(next);
    const { next: mail } = await mailsTo(email, next);
    expect((await verify(tokenIn(mail))).statusCode).toBe(204);
    await postbox.next();
    // One that was on its way, and arrives after the change: of the old address, whatever it is for.
    const late = [makeOpaqueToken(), makeOpaqueToken()];
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at, created_at)
         SELECT $1, gen_random_uuid(), $2, t.purpose::account_token_purpose, t.hash, $5, now() + interval '1 hour', now() - interval '1 minute'
         FROM (VALUES ('RESET_PASSWORD', $3::bytea), ('VERIFY_EMAIL', $4::bytea)) t(purpose, hash)`,
        [ids.techcorp, person.id, late[0]?.hash, late[1]?.hash, email],
      ),
    );
    for (const token of [stale.token, late[0]?.token]) {
      const reset = await post('auth/password/reset', { token, password: 'of the old address' });
      expect(reset.json()).toMatchObject({ code: 'auth.invalid_mail_token' });
    }
    expect((await verify(late[1]?.token ?? '')).json()).toMatchObject({ code: 'auth.invalid_mail_token' });
    expect(await emailNow()).toBe(next);
  });

  it('is not given after the password was changed or set anew: who asked may have stolen it', async () => {
    const next = `thief_${person.email}`;
    await ask(next);
    const first = await mailsTo(person.email, next);
    const change = { currentPassword: password, newPassword: password };
    expect((await person.member.ask('POST', '/auth/password', change)).statusCode).toBe(204);
    await postbox.next();
    expect((await verify(tokenIn(first.next))).statusCode).toBe(400);

    person = { ...person, member: await logIn(forum, person.email) };
    await ask(next);
    const second = await mailsTo(person.email, next);
    await post('auth/password/forgot', { email: person.email });
    const token = tokenIn(await postbox.next());
    expect((await post('auth/password/reset', { token, password })).statusCode).toBe(204);
    await postbox.next();
    expect((await verify(tokenIn(second.next))).statusCode).toBe(400);
    person = { ...person, member: await logIn(forum, person.email) };
    expect(await emailNow()).toBe(person.email);
  });

  it('keeps no token readable', async () => {
    await ask(`kept_${person.email}`);
    const { next } = await mailsTo(person.email, `kept_${person.email}`);
    const { rows } = await forum.asOwner((client) =>
      client.query('SELECT token_hash FROM account_tokens WHERE user_id = $1', [person.id]),
    );
    expect(rows).toEqual([{ token_hash: hashOpaqueToken(tokenIn(next)) }]);
  });

  it('fills no mailbox', async () => {
    const answers = [];
    for (let count = 0; count < 6; count += 1)
      answers.push((await ask('nobody@elsewhere.example')).statusCode);
    expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
    for (let count = 0; count < 10; count += 1) await postbox.next();
  });
});
