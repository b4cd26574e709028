import { citusUrl } from '@agora/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tokens } from '../domain/sessions/tokens.ts';
import { inbox } from '../features/notifications/list-my-notifications.ts';
import { commentIds, ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member, memberOf } from '../testing/forum/member.fixture.ts';
import { Database } from './database.ts';

const made = z.object({ id: z.string(), version: z.number(), status: z.string() });
const listed = z.object({ items: z.array(z.unknown()) });

/** Asks, and expects a status; the body says why it is another. */
async function expected(status: number, who: Member, ...request: Parameters<Member['ask']>) {
  const answer = await who.ask(...request);
  expect([answer.statusCode, answer.statusCode === status || answer.body]).toEqual([status, true]);
  return answer;
}

const write = async (who: Member, path: string, payload: object) =>
  made.parse((await expected(201, who, 'POST', path, payload)).json());
const edit = async (who: Member, path: string, { version, ...payload }: { version: number; body: string }) =>
  expected(200, who, 'PATCH', path, payload, { 'if-match': `"${version}"` });
const noticesOf = async (who: Member, post: string) =>
  inbox
    .parse((await expected(200, who, 'GET', '/me/notifications')).json())
    .items.filter(({ postId }) => postId === post)
    .map(({ kind }) => kind);

describe.skipIf(citusUrl === undefined)('a forum that is spread over a cluster', () => {
  const forum = useForum({}, { spread: true, pooled: false });
  let admin: Member;
  let bob: Member;
  let carol: Member;
  let moderator: Member;
  beforeAll(async () => {
    admin = await logIn(forum, 'admin@forum.com');
    bob = await logIn(forum, 'bob@example.com');
    carol = await logIn(forum, 'carol@example.com');
    moderator = await logIn(forum, 'moderator@forum.com');
  });
  const ask = (url: string) => forum.app.inject({ url: `/c/techcorp${url}` });

  it('has rows for the first who asks on a new connection', async () => {
    const fresh = new Database(forum.config.database);
    try {
      const channels = await fresh
        .for(ids.techcorp)
        .prisma.channel.findMany({ where: { communityId: ids.techcorp } });
      expect(channels).toHaveLength(2);
    } finally {
      await fresh.close();
    }
  });

  it('refuses what would ask all shards', async () => {
    const { prisma } = forum.database.for(ids.techcorp);
    await expect(prisma.channel.findMany()).rejects.toThrow('multi-task query');
  });

  it('is read', async () => {
    const empty: string[] = [];
    for (const path of ['/channels', '/posts', '/tags', '/users', '/levels', '/leaderboard']) {
      const answer = await ask(path);
      if (answer.statusCode !== 200 || listed.parse(answer.json()).items.length === 0) empty.push(path);
    }
    expect(empty).toEqual([]);
    expect((await ask(`/posts/${ids.firstPost}`)).statusCode).toBe(200);
  });

  it('is searched', async () => {
    expect(listed.parse((await ask('/search?q=indexes')).json()).items.length).toBeGreaterThan(0);
  });

  it('is registered with', async () => {
    const payload = {
      email: 'dora@example.com',
      username: 'dora',
      displayName: 'Dora',
      password: `${password}-long-1`,
    };
    const answer = await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/register', payload });
    expect(answer.statusCode).toBe(202);
    const users = await forum.asOwner((client) =>
      client.query('SELECT FROM users WHERE community_id = $1 AND username = $2', [ids.techcorp, 'dora']),
    );
    expect(users.rowCount).toBe(1);
  });

  it('is written to: a post, a comment, a like, a tip, with their points', async () => {
    const { id } = await write(carol, '/posts', {
      channel: 'general',
      title: 'On shards',
      body: 'For @bob.',
      tags: [],
    });
    await write(bob, `/posts/${id}/comments`, { body: 'Seen, @carol.' });
    await expected(200, bob, 'PUT', `/posts/${id}/like`);
    await expected(201, carol, 'POST', '/tips', { to: 'bob', amount: 1 });
    const { rows } = await forum.asOwner((client) =>
      client.query<{ entries: number }>(
        'SELECT count(*)::int AS entries FROM point_transactions WHERE community_id = $1',
        [ids.techcorp],
      ),
    );
    expect(rows[0]?.entries).toBeGreaterThanOrEqual(5);
  });

  it('is edited: a post and a comment, with what they said before', async () => {
    const post = await write(carol, '/posts', { channel: 'general', title: 'First', body: 'One', tags: [] });
    await edit(carol, `/posts/${post.id}`, { version: post.version, body: 'Two, for @bob' });
    const comment = await write(bob, `/posts/${post.id}/comments`, { body: 'One' });
    await edit(bob, `/comments/${comment.id}`, { version: comment.version, body: 'Two' });
    for (const who of [carol, moderator]) {
      const revisions = await expected(200, who, 'GET', `/posts/${post.id}/revisions`);
      expect(listed.parse(revisions.json()).items).toHaveLength(1);
    }
    const revisions = await expected(200, moderator, 'GET', `/comments/${comment.id}/revisions`);
    expect(listed.parse(revisions.json()).items).toHaveLength(1);
  });

  it('accepts an answer, and takes that back', async () => {
    await expected(200, bob, 'PUT', `/comments/${commentIds[4]}/accepted`);
    const again = await bob.ask('DELETE', `/comments/${commentIds[4]}/accepted`);
    expect(again.statusCode).toBe(200);
  });

  it('tells who follows a thread of a new comment, once', async () => {
    const post = await write(bob, '/posts', { channel: 'general', title: 'Followed', body: 'Me', tags: [] });
    await expected(200, carol, 'PUT', `/posts/${post.id}/follow`);
    for (const body of ['One', 'Two']) await write(admin, `/posts/${post.id}/comments`, { body });
    expect(await noticesOf(carol, post.id)).toEqual(['FOLLOWED']);
    expect(await noticesOf(bob, post.id)).toEqual(['REPLY', 'REPLY']);
    expect(listed.parse((await expected(200, carol, 'GET', '/me/followed')).json()).items).toHaveLength(1);
    await expected(200, carol, 'DELETE', `/posts/${post.id}/follow`);
  });

  it('holds what a new member writes, counts and tells of it once it is approved, and takes that back', async () => {
    await expected(200, admin, 'PUT', '/moderation/settings', {
      holdNewMembers: 'LINKS',
      newMemberDays: 365,
    });
    const link = { body: 'Buy at https://example.com' };
    const post = await write(carol, '/posts', { channel: 'general', title: 'New', tags: [], ...link });
    expect(post.status).toBe('HIDDEN');
    const held = await write(carol, `/posts/${ids.firstPost}/comments`, link);
    expect(held.status).toBe('HIDDEN');
    const plain = await write(carol, `/posts/${ids.firstPost}/comments`, { body: 'Hello' });
    const edited = await edit(carol, `/comments/${plain.id}`, { version: plain.version, ...link });
    expect(made.parse(edited.json()).status).toBe('HIDDEN');
    const { items } = listed.parse((await expected(200, moderator, 'GET', '/moderation/queue')).json());
    expect(items).toHaveLength(3);
    const told: string[] = [];
    for (const { id } of [held, post]) {
      await expected(204, moderator, 'PUT', `/moderation/queue/${id}/claim`);
      const answer = await expected(201, moderator, 'POST', `/moderation/queue/${id}/resolution`, {
        decision: 'APPROVE',
        resolution: 'Fine.',
      });
      const { entry } = z.object({ entry: z.string() }).parse(answer.json());
      told.push(...(await noticesOf(bob, ids.firstPost)));
      await expected(201, moderator, 'POST', `/moderation/log/${entry}/undo`, {});
    }
    expect(told).toContain('REPLY');
    await expected(200, admin, 'PUT', '/moderation/settings', {
      holdNewMembers: 'NOTHING',
      newMemberDays: 1,
    });
  });

  it('splits a thread, merges it back, and undoes both', async () => {
    const answer = await expected(201, moderator, 'POST', `/posts/${ids.firstPost}/split`, {
      comments: [commentIds[7]],
      title: 'Aside',
    });
    const { post } = z.object({ post: z.string() }).parse(answer.json());
    await expected(201, moderator, 'POST', `/posts/${post}/merge`, { into: ids.firstPost });
    for (let round = 0; round < 2; round += 1) {
      const log = await expected(200, moderator, 'GET', '/moderation/log?limit=10');
      const { items } = z
        .object({ items: z.array(z.object({ id: z.string(), action: z.string() })) })
        .parse(log.json());
      const act = items.find(({ action }) => action === ['post.merge', 'post.split'][round]);
      await expected(201, moderator, 'POST', `/moderation/log/${act?.id}/undo`, {});
    }
    const back = await expected(200, moderator, 'GET', `/comments/${commentIds[7]}/text`);
    expect(back.json()).toMatchObject({ postId: ids.firstPost });
  });

  it('renews a session, and ends it where a token comes a second time', async () => {
    const payload = { email: 'bob@example.com', password };
    const post = (path: string, body: object) =>
      forum.app.inject({ method: 'POST', url: `/c/techcorp/auth/${path}`, payload: body });
    const { refreshToken } = tokens.parse((await post('login', payload)).json());
    const renewed = tokens.parse((await post('refresh', { refreshToken })).json());
    const again = memberOf(forum, renewed.accessToken);
    await expected(200, again, 'GET', '/me');
    expect((await post('refresh', { refreshToken: renewed.refreshToken })).statusCode).toBe(200);
    expect((await post('refresh', { refreshToken })).statusCode).toBe(401);
    await expected(401, again, 'GET', '/me');
  });

  it('lists passkeys and sessions', async () => {
    expect(listed.parse((await expected(200, carol, 'GET', '/me/passkeys')).json()).items).toEqual([]);
    expect(listed.parse((await expected(200, carol, 'GET', '/me/sessions')).json()).items).not.toEqual([]);
  });
});
