import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { lockWaiters } from '../../testing/lock-waiters.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { inbox } from '../notifications/list-my-notifications.ts';
import { comment, type Comment } from '../../domain/content.ts';
import { post } from '../posts/page/post.ts';
import { mentionsIn } from '../../domain/member-limits/mentions.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let admin: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  admin = await logIn(forum, 'admin@forum.com');
});
afterAll(() => expectInvariants(forum));

const thread = `/posts/${ids.firstPost}`;
const say = async (member: Member, body: string, parentId?: string): Promise<Comment> => {
  const answer = await member.ask('POST', `${thread}/comments`, {
    body,
    ...(parentId === undefined ? {} : { parentId }),
  });
  expect(answer.statusCode).toBe(201);
  return comment.parse(answer.json());
};

describe('POST /posts/:post/comments', () => {
  it('nests replies under what they answer, in the order of the thread', async () => {
    const reply = await say(carol, 'To the deepest', commentIds[5]);
    expect(reply).toMatchObject({ depth: 6, parentId: commentIds[5], author: { username: 'carol' } });
    const { comments, commentCount } = post.parse((await bob.ask('GET', thread)).json());
    expect(comments[6]?.id).toBe(reply.id);
    expect(commentCount).toBe(9);
  });

  it('refuses the eleventh level, a parent of another post, and a text of nothing', async () => {
    let parent = await say(carol, 'Down', commentIds[5]);
    while (parent.depth < 10) parent = await say(carol, 'Down', parent.id);
    const tooDeep = await carol.ask('POST', `${thread}/comments`, { body: 'x', parentId: parent.id });
    expect(tooDeep.json()).toMatchObject({ code: 'comment.too_deep' });
    const other = '/posts/01900000-0000-7000-8000-000000001002/comments';
    expect((await carol.ask('POST', other, { body: 'x', parentId: commentIds[0] })).statusCode).toBe(404);
    expect((await carol.ask('POST', `${thread}/comments`, { body: '  ' })).statusCode).toBe(400);
    expect((await carol.ask('POST', `/posts/${foreign.post}/comments`, { body: 'x' })).statusCode).toBe(404);
    expect((await carol.ask('POST', `/posts/${ids.hidden}/comments`, { body: 'x' })).statusCode).toBe(404);
  });

  it('tells who is answered and who is mentioned, once, and nobody of themselves', async () => {
    await admin.ask('POST', '/me/notifications/read', { upTo: 'ffffffff-ffff-7fff-bfff-ffffffffffff' });
    const written = await say(carol, 'What do you think, @admin and @bob and @carol? `@moderator` is code.');
    const unread = inbox.parse((await admin.ask('GET', '/me/notifications?unread=true')).json());
    expect(unread.items).toMatchObject([
      { kind: 'MENTION', actor: { username: 'carol' }, commentId: written.id, postTitle: 'Post number 1' },
    ]);
    const latest = inbox.parse((await bob.ask('GET', '/me/notifications?limit=1')).json());
    expect(latest.items).toMatchObject([{ kind: 'REPLY', commentId: written.id, readAt: null }]);
    expect(latest.next).not.toBeNull();
    expect(inbox.parse((await carol.ask('GET', '/me/notifications')).json()).items).toEqual([]);
    await bob.ask('POST', '/me/notifications/read', { upTo: latest.items[0]?.id });
    expect((await bob.ask('GET', '/me')).json()).toMatchObject({ unreadNotifications: 0 });
  });

  it('keeps counters right when many write at once', async () => {
    const before = post.parse((await bob.ask('GET', thread)).json()).commentCount;
    const writers = [bob, carol, admin];
    await Promise.all(
      Array.from({ length: 24 }, (_, index) => say(writers[index % 3] ?? bob, `At once ${index}`)),
    );
    expect(post.parse((await bob.ask('GET', thread)).json()).commentCount).toBe(before + 24);
  });
});

describe('editing and deleting', () => {
  it('edits by version, and by the author alone', async () => {
    const written = await say(carol, 'Frist');
    const headers = { 'if-match': `"${written.version}"` };
    expect((await bob.ask('PATCH', `/comments/${written.id}`, { body: 'Mine' }, headers)).statusCode).toBe(
      403,
    );
    const edited = await carol.ask('PATCH', `/comments/${written.id}`, { body: 'First' }, headers);
    expect(comment.parse(edited.json())).toMatchObject({ body: 'First' });
    expect(comment.parse(edited.json()).editedAt).not.toBeNull();
    expect(edited.headers.etag).toBe(`"${comment.parse(edited.json()).version}"`);
    expect((await carol.ask('PATCH', `/comments/${written.id}`, { body: 'x' }, headers)).statusCode).toBe(
      412,
    );
  });

  it('takes the text out and leaves the place', async () => {
    const written = await say(carol, 'Regretted');
    const reply = await say(bob, 'I saw it', written.id);
    expect((await bob.ask('DELETE', `/comments/${written.id}`)).statusCode).toBe(403);
    expect((await carol.ask('DELETE', `/comments/${written.id}`)).statusCode).toBe(204);
    expect((await carol.ask('DELETE', `/comments/${written.id}`)).statusCode).toBe(404);
    const { comments } = post.parse((await bob.ask('GET', thread)).json());
    expect(comments.find((one) => one.id === written.id)).toMatchObject({ status: 'DELETED', body: null });
    expect(comments.find((one) => one.id === reply.id)).toMatchObject({ body: 'I saw it' });
    expect(
      (await bob.ask('POST', `${thread}/comments`, { body: 'x', parentId: written.id })).statusCode,
    ).toBe(404);
  });
});

describe('taking out and writing at once', () => {
  const ways = {
    deleted: (id: string) => carol.ask('DELETE', `/comments/${id}`),
    'hidden by a moderator': (id: string) =>
      admin.ask('PUT', `/comments/${id}/moderation`, { status: 'HIDDEN', reason: 'x' }),
  };
  it.each(Object.entries(ways))('counts what was written before, one %s', async (_, takeOut) => {
    const mistaken = await say(carol, 'A mistake');
    const asked = await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT FROM posts WHERE community_id = $1 AND id = $2 FOR UPDATE', [
        ids.techcorp,
        ids.firstPost,
      ]);
      const waiting = [bob.ask('POST', `${thread}/comments`, { body: 'Meanwhile' })];
      await expect.poll(() => lockWaiters(client, 'view_count')).toBe(1);
      waiting.push(takeOut(mistaken.id));
      await expect.poll(() => lockWaiters(client, 'view_count')).toBe(2);
      await client.query('COMMIT');
      return waiting;
    });
    expect((await Promise.all(asked)).map((answer) => answer.statusCode)).toEqual([201, 204]);
    const { comments, commentCount } = post.parse((await bob.ask('GET', thread)).json());
    expect(commentCount).toBe(comments.filter((one) => one.status === 'PUBLISHED').length);
  });
});

describe('accepting an answer', () => {
  it('is for the author of the post, once, and pays once', async () => {
    const answer = await say(carol, 'Because of the index.');
    const points = async () => (await carol.ask('GET', '/me/points')).json<{ points: number }>().points;
    const before = await points();
    expect((await carol.ask('PUT', `/comments/${answer.id}/accepted`)).statusCode).toBe(403);
    expect((await bob.ask('PUT', `/comments/${answer.id}/accepted`)).json()).toMatchObject({
      accepted: true,
    });
    expect(await points()).toBe(before + 25);
    const other = await say(admin, 'No.');
    expect((await bob.ask('PUT', `/comments/${other.id}/accepted`)).json()).toMatchObject({
      code: 'conflict.duplicate',
    });
    await bob.ask('DELETE', `/comments/${answer.id}/accepted`);
    expect((await bob.ask('PUT', `/comments/${answer.id}/accepted`)).statusCode).toBe(200);
    expect(await points()).toBe(before + 25);
  });
});

describe('mentionsIn', () => {
  it('finds names in prose, each once, and at most ten', () => {
    expect(mentionsIn('Hello @Bob, @carol! mail@example.com @bob. @ab `@code` https://x/@path')).toEqual([
      'bob',
      'carol',
    ]);
    expect(mentionsIn(Array.from({ length: 20 }, (_, index) => `@user${index}`).join(' '))).toHaveLength(10);
  });
});
