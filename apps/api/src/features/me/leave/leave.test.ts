import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { usePostbox } from '../../../testing/servers/smtp.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { post } from '../../posts/page/post.ts';

const postbox = await usePostbox();
const forum = useForum({ MAIL_URL: postbox.url, RATE_LIMIT_PER_MINUTE: '0' });
let bob: Member;
beforeEach(async () => {
  bob = await logIn(forum, 'bob@example.com');
});
afterAll(() => expectInvariants(forum));

const leave = (member: Member, currentPassword = password) =>
  member.ask('DELETE', '/me', { currentPassword });
const rows = async (sql: string, values: unknown[] = []): Promise<unknown[]> =>
  (await forum.asOwner((client) => client.query<Record<string, unknown>>(sql, values))).rows;
let made = 0;
/** Somebody like the others, who can be lost. */
const newcomer = async (role = 'MEMBER') => {
  const name = `leaver_${(made += 1)}`;
  const [row] = await rows(
    `WITH made AS (INSERT INTO users (community_id, id, email, username, display_name, password_hash, role, email_verified_at)
       SELECT $1, gen_random_uuid(), $2 || '@example.com', $2, 'Of ' || $2, password_hash, $3::user_role, now() FROM users WHERE id = $4
       RETURNING id), statistics AS (INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made)
     SELECT id FROM made`,
    [ids.techcorp, name, role, ids.bob],
  );
  const { id } = z.object({ id: z.string() }).parse(row);
  return { id, name, member: await logIn(forum, `${name}@example.com`) };
};
/** Tables that hold a text anywhere. */
const holding = async (text: string): Promise<string[]> =>
  forum.asOwner(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rowCount } = await client.query(`SELECT FROM "${name}" t WHERE t::text ILIKE $1 LIMIT 1`, [
        `%${text}%`,
      ]);
      if (rowCount === 1) found.push(name);
    }
    return found;
  });

describe('leaving', () => {
  it('needs the current password, and not many tries, whatever else they are for', async () => {
    const { member } = await newcomer();
    const change = { currentPassword: 'a guess', newPassword: 'something new' };
    const answers = [];
    // The right one is no guess, however often it is sent.
    const weak = { currentPassword: password, newPassword: 'password1' };
    for (let count = 0; count < 12; count += 1) {
      expect((await member.ask('POST', '/auth/password', weak)).json()).toMatchObject({
        code: 'auth.weak_password',
      });
    }
    for (let count = 0; count < 5; count += 1) {
      answers.push((await leave(member, 'a guess')).statusCode);
      answers.push((await member.ask('POST', '/auth/password', change)).statusCode);
    }
    expect(answers).toEqual(Array<number>(10).fill(401));
    expect((await leave(member)).json()).toMatchObject({ code: 'auth.too_many_attempts' });
    expect((await member.ask('GET', '/me')).statusCode).toBe(200);
  });

  it('takes the person away and leaves what they published, by nobody in particular', async () => {
    const { id, name, member } = await newcomer();
    const other = tokens.parse(
      (
        await forum.app.inject({
          method: 'POST',
          url: '/c/techcorp/auth/login',
          payload: { email: `${name}@example.com`, password },
        })
      ).json(),
    );
    await member.ask('PATCH', '/me/preferences', { theme: 'dark' }, { 'if-match': '"0"' });
    const draft = { channel: 'general', title: 'My diary', body: 'Secret', status: 'DRAFT' };
    const written = post.parse(
      (await member.ask('POST', '/posts', draft, { 'idempotency-key': name })).json(),
    );
    const published = { channel: 'general', title: 'Known to all', body: 'Good bye', tags: ['tutorial'] };
    const kept = post.parse((await member.ask('POST', '/posts', published)).json());
    const said = await member.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'As I said' });
    const { id: comment } = said.json<{ id: string }>();
    await bob.ask('POST', `/posts/${kept.id}/comments`, { body: 'Well said' });
    await rows(
      `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id) VALUES ($1, gen_random_uuid(), $2, 'local', $3)`,
      [ids.techcorp, id, name],
    );
    const [before] = await rows('SELECT points, created_at FROM users WHERE id = $1', [id]);

    expect((await leave(member)).statusCode).toBe(204);
    const mail = await postbox.next();
    expect(mail).toContain(`To: ${name}@example.com`);
    expect(mail).toContain('Subject: Your account at TechCorp Solutions was closed');

    for (const token of [member.token, other.accessToken]) {
      const answer = await forum.app.inject({
        url: '/c/techcorp/me',
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.json()).toMatchObject({ code: 'auth.invalid_token' });
    }
    const refresh = { method: 'POST', url: '/c/techcorp/auth/refresh' } as const;
    const { refreshToken } = other;
    expect((await forum.app.inject({ ...refresh, payload: { refreshToken } })).statusCode).toBe(401);
    await expect(logIn(forum, `${name}@example.com`)).rejects.toThrow('accessToken');
    expect(await holding(name)).toEqual([]);
    expect(await holding('My diary')).toEqual([]);
    const tables = [
      'refresh_tokens',
      'oauth_accounts',
      'notifications',
      'user_preferences',
      'idempotency_keys',
    ];
    for (const table of tables) {
      expect([table, await rows(`SELECT FROM ${table} WHERE user_id = $1`, [id])]).toEqual([table, []]);
    }
    expect(await rows('SELECT points, created_at FROM users WHERE id = $1', [id])).toEqual([before]);

    expect((await bob.ask('GET', `/posts/${written.id}`)).statusCode).toBe(404);
    const shown = post.parse((await bob.ask('GET', `/posts/${kept.id}`)).json());
    expect(shown).toMatchObject({ title: 'Known to all', commentCount: 1 });
    expect(shown.author).toEqual({
      id,
      username: expect.stringMatching(/^deleted_[0-9a-f]{20}$/),
      displayName: 'Deleted user',
      avatar: null,
      role: 'MEMBER',
    });
    for (const user of [id, name, shown.author.username]) {
      expect((await bob.ask('GET', `/users/${user}`)).statusCode).toBe(404);
    }
    const page = (await forum.app.inject(`/r/techcorp/posts/${kept.id}`)).body;
    expect(page).toContain('Deleted user');
    expect(page).not.toContain(`/users/${shown.author.username}`);

    const reply = { body: 'Where are you?', parentId: comment };
    expect((await bob.ask('POST', `/posts/${ids.firstPost}/comments`, reply)).statusCode).toBe(201);
    expect((await bob.ask('PUT', `/posts/${kept.id}/like`)).statusCode).toBeLessThan(300);
    // Who has left is told nothing any more, whatever happens to what they wrote.
    const moderator = await logIn(forum, 'moderator@forum.com');
    const answered = [
      await bob.ask('POST', `/posts/${kept.id}/comments`, { body: `Well, @${shown.author.username}` }),
      await bob.ask('POST', '/posts', { ...published, body: `To @${shown.author.username}` }),
      await bob.ask('PUT', `/comments/${comment}/accepted`),
      await moderator.ask('PUT', `/posts/${kept.id}/moderation`, { status: 'ARCHIVED' }),
      await moderator.ask('PUT', `/comments/${comment}/moderation`, { status: 'HIDDEN' }),
    ];
    expect(answered.map((answer) => answer.statusCode)).toEqual([201, 201, 200, 204, 204]);
    expect(await rows('SELECT kind FROM notifications WHERE user_id = $1', [id])).toEqual([]);
    await expectInvariants(forum);
  });

  it('and being answered at once leave nothing in an inbox', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id, name, member } = await newcomer();
      const said = await member.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'What now?' });
      const parentId = said.json<{ id: string }>().id;
      const answers = await Promise.all([
        leave(member),
        bob.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'This', parentId }),
        bob.ask('POST', `/posts/${ids.firstPost}/comments`, { body: `And that, @${name}` }),
      ]);
      expect(answers.map((answer) => answer.statusCode)).toEqual([204, 201, 201]);
      await postbox.next();
      expect(await rows('SELECT kind FROM notifications WHERE user_id = $1', [id])).toEqual([]);
    }
  });

  it('makes address and name free for a newcomer, who inherits nothing', async () => {
    const { name, member } = await newcomer();
    expect((await leave(member)).statusCode).toBe(204);
    await postbox.next();
    const payload = {
      email: `${name}@example.com`,
      username: name,
      displayName: 'New',
      password: 'of my own',
    };
    const registered = { method: 'POST', url: '/c/techcorp/auth/register', payload } as const;
    expect((await forum.app.inject(registered)).statusCode).toBe(202);
    const token = /^[\w-]{43}$/m.exec(await postbox.next())?.[0];
    const verify = { method: 'POST', url: '/c/techcorp/auth/verify-email', payload: { token } } as const;
    expect((await forum.app.inject(verify)).statusCode).toBe(204);
    const again = await forum.app.inject(`/c/techcorp/users/${name}`);
    expect(again.json()).toMatchObject({ points: 20, statistics: { posts: 0 } });
  });

  it('is done once, also when asked twice at once', async () => {
    const { member } = await newcomer();
    const answers = await Promise.all([leave(member), leave(member)]);
    const codes = answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b);
    // The later one's token has ended, or its account has while it waited.
    expect([
      [204, 401],
      [204, 403],
    ]).toContainEqual(codes);
    await postbox.next();
  });

  it('is not for the last administrator, nor for the last two at once', async () => {
    const admin = await logIn(forum, 'admin@forum.com');
    expect((await leave(admin)).json()).toMatchObject({ code: 'account.last_admin', status: 409 });
    expect((await admin.ask('GET', '/me')).statusCode).toBe(200);
    for (let round = 0; round < 3; round += 1) {
      const two = [await newcomer('ADMIN'), await newcomer('ADMIN')];
      await rows(`UPDATE users SET role = 'MEMBER' WHERE id = $1`, [ids.admin]);
      const answers = await Promise.all(two.map(({ member }) => leave(member)));
      expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([204, 409]);
      await postbox.next();
      await rows(`UPDATE users SET role = 'ADMIN' WHERE id = $1`, [ids.admin]);
      const stayed = two.find((_, index) => answers[index]?.statusCode === 409);
      expect((await leave(stayed?.member ?? admin)).statusCode).toBe(204);
      await postbox.next();
    }
  });

  it('and being banned come one after the other', async () => {
    const moderator = await logIn(forum, 'moderator@forum.com');
    for (let round = 0; round < 8; round += 1) {
      const { id, name, member } = await newcomer();
      const ban = () => moderator.ask('POST', '/bans', { user: name, reason: 'Spam' });
      const [left, banned] = await Promise.all([leave(member), ban()]);
      const codes = [left.statusCode, banned.statusCode];
      expect([
        [204, 404],
        // Who was banned meanwhile leaves all the same.
        [204, 201],
        [403, 201],
        [401, 201],
      ]).toContainEqual(codes);
      const [row] = await rows('SELECT status FROM users WHERE id = $1', [id]);
      expect(row).toEqual({ status: left.statusCode === 204 ? 'DEACTIVATED' : 'SUSPENDED' });
      if (left.statusCode === 204) await postbox.next();
    }
    await expectInvariants(forum);
  });

  it('asks who has no password yet to set one', async () => {
    const { id, member } = await newcomer();
    await rows('UPDATE users SET password_hash = NULL WHERE id = $1', [id]);
    const answer = await leave(member);
    expect(answer.json()).toMatchObject({ code: 'auth.invalid_credentials' });
    expect(answer.json<{ fix: string }>().fix).toContain('/auth/password/forgot');
  });
});
