import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum({ MEMBER_LIMITS: 'on' });
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
afterAll(() => expectInvariants(forum));

interface Queue {
  items: { id: string; reports: number; hold: string | null; takenBy: { username: string } | null }[];
  next: string | null;
  counts: object;
}
const queue = async (query = '') => (await moderator.ask('GET', `/moderation/queue${query}`)).json<Queue>();
const resolve = (target: string | undefined, decision: string) =>
  moderator.ask('POST', `/moderation/queue/${target}/resolution`, { decision, resolution: 'Looked at.' });
const undo = (entry: string) => moderator.ask('POST', `/moderation/log/${entry}/undo`, {});
const [comment] = commentIds;

const write = (who: Member, body: string) =>
  who.ask('POST', '/posts', { channel: 'general', title: 'Look', body });

const pointsOf = async (who: Member) => (await who.ask('GET', '/me')).json<{ points: number }>().points;

const purge = (kind: string, target: string) =>
  admin.ask('POST', '/purges', { kind, target, reason: 'Order of a court' });
const settle = (who: Member, holdNewMembers: string) =>
  who.ask('PUT', '/moderation/settings', { holdNewMembers, newMemberDays: 2 });

/** How often Bob was told of a comment. */
const toldOf = async (id: string) => {
  const { items } = (await bob.ask('GET', '/me/notifications?limit=100')).json<{
    items: { commentId: string }[];
  }>();
  return items.filter(({ commentId }) => commentId === id).length;
};

/** How often Carol was told that a post mentions her. */
const mentionsOf = async (post: string) => {
  const { items } = (await carol.ask('GET', '/me/notifications?limit=100')).json<{
    items: { postId: string; kind: string }[];
  }>();
  return items.filter(({ postId, kind }) => postId === post && kind === 'MENTION').length;
};

describe('what is reported', () => {
  it('waits once, with a count, the first first, page by page', async () => {
    await bob.ask('POST', '/reports', { reason: 'SPAM', commentId: comment });
    await admin.ask('POST', '/reports', { reason: 'OTHER', commentId: comment });
    await carol.ask('POST', '/reports', { reason: 'OFF_TOPIC', postId: ids.firstPost });
    await carol.ask('POST', '/reports', { reason: 'HARASSMENT', user: 'bob' });
    expect((await carol.ask('GET', '/moderation/queue')).statusCode).toBe(403);
    const first = await queue('?limit=2');
    expect(first).toMatchObject({
      items: [
        {
          id: comment,
          kind: 'COMMENT',
          reports: 2,
          reasons: ['OTHER', 'SPAM'],
          excerpt: 'Comment number 0',
          author: { username: 'carol' },
        },
        { id: ids.firstPost, kind: 'POST', title: 'Post number 1', reports: 1 },
      ],
      counts: { waiting: 3, reported: 3, held: 0, taken: 0 },
    });
    const second = await queue(`?limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ id: ids.bob, kind: 'USER', status: 'ACTIVE' }], next: null });
  });

  it('is taken by one, and given back', async () => {
    const claim = (who: Member, method: 'PUT' | 'DELETE') =>
      who.ask(method, `/moderation/queue/${comment}/claim`);
    const answers = await Promise.all([claim(moderator, 'PUT'), claim(admin, 'PUT')]);
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([204, 409]);
    const [mine] = answers;
    const [holder, other] = mine.statusCode === 204 ? [moderator, admin] : [admin, moderator];
    expect((await queue()).items[0]?.takenBy).not.toBeNull();
    const decision = { decision: 'APPROVE', resolution: 'Fine.' };
    expect(
      (await other.ask('POST', `/moderation/queue/${comment}/resolution`, decision)).json(),
    ).toMatchObject({
      code: 'queue.taken',
    });
    expect((await claim(holder, 'DELETE')).statusCode).toBe(204);
    expect((await claim(other, 'PUT')).statusCode).toBe(204);
    expect((await claim(other, 'DELETE')).statusCode).toBe(204);
    expect((await moderator.ask('PUT', `/moderation/queue/${ids.draft}/claim`)).statusCode).toBe(404);
  });

  it.each(['REMOVE', 'APPROVE'])('is decided on with all its reports, %s, and undone', async (decision) => {
    for (const target of [comment, ids.firstPost, ids.bob]) {
      const made = await resolve(target, decision);
      expect(made.json()).toMatchObject({ reports: target === comment ? 2 : 1 });
      expect((await resolve(target, decision)).statusCode).toBe(404);
      const shown = await carol.ask('GET', `/posts/${ids.firstPost}`);
      expect(shown.statusCode).toBe(target === ids.firstPost && decision === 'REMOVE' ? 404 : 200);
      expect((await undo(made.json<{ entry: string }>().entry)).statusCode).toBe(201);
    }
    expect((await queue()).counts).toMatchObject({ waiting: 3 });
  });

  it('stays decided on once one of its reporters has reported it again', async () => {
    const { entry } = (await resolve(ids.bob, 'APPROVE')).json<{ entry: string }>();
    const again = { reason: 'HARASSMENT', user: 'bob' };
    expect((await carol.ask('POST', '/reports', again)).statusCode).toBe(201);
    expect((await undo(entry)).json()).toMatchObject({
      code: 'act.not_undoable',
      detail: 'Who reported it has reported it again since.',
    });
  });
});

describe('what is held', () => {
  it('looks like a flood, is seen by its author and moderators, and counts once it is shown', async () => {
    const statuses: string[] = [];
    let held = '';
    for (let round = 0; round < 3; round += 1) {
      const made = (await write(bob, 'The same again, @carol')).json<{ id: string; status: string }>();
      statuses.push(made.status);
      held = made.id;
    }
    expect(statuses).toEqual(['PUBLISHED', 'PUBLISHED', 'HIDDEN']);
    expect((await carol.ask('GET', `/posts/${held}`)).statusCode).toBe(404);
    expect((await bob.ask('GET', `/posts/${held}`)).statusCode).toBe(200);
    expect((await queue()).items.at(-1)).toMatchObject({ id: held, hold: 'FLOOD', reports: 0 });
    await expectInvariants(forum);
    const before = await pointsOf(bob);
    expect(await mentionsOf(held)).toBe(0);
    const { entry } = (await resolve(held, 'APPROVE')).json<{ entry: string }>();
    expect(await pointsOf(bob)).toBeGreaterThan(before);
    expect((await carol.ask('GET', `/posts/${held}`)).statusCode).toBe(200);
    expect(await mentionsOf(held)).toBe(1);
    expect((await undo(entry)).statusCode).toBe(201);
    expect((await queue()).items.at(-1)).toMatchObject({ id: held, hold: 'FLOOD' });
    const again = (await resolve(held, 'APPROVE')).json<{ entry: string }>();
    expect(await mentionsOf(held)).toBe(1);
    expect((await undo(again.entry)).statusCode).toBe(201);
    expect((await resolve(held, 'REMOVE')).statusCode).toBe(201);
    expect((await carol.ask('GET', `/posts/${held}`)).statusCode).toBe(404);
  });

  it('is of new members, as administrators settle it, edits included', async () => {
    expect((await settle(moderator, 'LINKS')).statusCode).toBe(403);
    expect((await settle(admin, 'LINKS')).statusCode).toBe(200);
    expect((await moderator.ask('GET', '/moderation/settings')).json()).toEqual({
      holdNewMembers: 'LINKS',
      newMemberDays: 2,
      teamNeedsCodes: false,
    });
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO users (community_id, id, email, username, display_name, password_hash, email_verified_at)
        SELECT community_id, gen_random_uuid(), 'nova@example.com', 'nova', 'Nova', password_hash, now() FROM users WHERE id = $1`,
        [ids.bob],
      ),
    );
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM users WHERE username = 'nova'`,
      ),
    );
    const nova = await logIn(forum, 'nova@example.com');
    const link = 'Buy at https://example.com';
    expect((await write(nova, link)).json()).toMatchObject({ status: 'HIDDEN' });
    expect((await write(carol, link)).json()).toMatchObject({ status: 'PUBLISHED' });
    const plain = (await write(nova, 'Hello')).json<{ id: string; version: number; status: string }>();
    expect(plain.status).toBe('PUBLISHED');
    const edit = await nova.ask(
      'PATCH',
      `/posts/${plain.id}`,
      { body: link },
      { 'if-match': `"${plain.version}"` },
    );
    expect(edit.json()).toMatchObject({ status: 'HIDDEN' });
    expect((await carol.ask('GET', `/posts/${plain.id}`)).statusCode).toBe(404);
    // A title is read, too.
    const other = (await write(nova, 'Hello there')).json<{ id: string; version: number }>();
    const title = { title: 'See https://example.com' };
    const renamed = await nova.ask('PATCH', `/posts/${other.id}`, title, {
      'if-match': `"${other.version}"`,
    });
    expect(renamed.json()).toMatchObject({ status: 'HIDDEN' });
    expect((await queue()).counts).toMatchObject({ held: 3 });
    await expectInvariants(forum);
    const log = (await moderator.ask('GET', '/moderation/log')).json<{
      items: { id: string; action: string }[];
    }>();
    const settled = log.items.find((entry) => entry.action === 'settings.moderation');
    expect((await admin.ask('POST', `/moderation/log/${settled?.id}/undo`, {})).statusCode).toBe(201);
    expect((await moderator.ask('GET', '/moderation/settings')).json()).toMatchObject({
      holdNewMembers: 'NOTHING',
    });
  });

  it('is a comment of theirs, too: neither counted, rewarded nor told of before it is shown', async () => {
    await settle(admin, 'LINKS');
    const nova = await logIn(forum, 'nova@example.com');
    const home = ids.firstPost;
    const say = async (body: string) => {
      const answer = await nova.ask('POST', `/posts/${home}/comments`, { body });
      return answer.json<{ id: string; status: string; version: number }>();
    };
    const countOf = async () =>
      (await bob.ask('GET', `/posts/${home}`)).json<{ commentCount: number }>().commentCount;
    const [count, points] = [await countOf(), await pointsOf(nova)];
    const held = await say('Buy at https://example.com');
    expect(held.status).toBe('HIDDEN');
    expect([await countOf(), await pointsOf(nova), await toldOf(held.id)]).toEqual([count, points, 0]);
    expect((await queue()).items.at(-1)).toMatchObject({ id: held.id, kind: 'COMMENT', hold: 'NEW_MEMBER' });
    expect((await moderator.ask('PUT', `/moderation/queue/${held.id}/claim`)).statusCode).toBe(204);
    await expectInvariants(forum);
    const { entry } = (await resolve(held.id, 'APPROVE')).json<{ entry: string }>();
    expect([await countOf(), await toldOf(held.id)]).toEqual([count + 1, 1]);
    expect(await pointsOf(nova)).toBeGreaterThan(points);
    // Undone it is hidden; shown again, nobody is told twice.
    expect((await undo(entry)).statusCode).toBe(201);
    expect(await countOf()).toBe(count);
    await moderator.ask('PUT', `/comments/${held.id}/moderation`, { status: 'PUBLISHED' });
    expect([await countOf(), await toldOf(held.id)]).toEqual([count + 1, 1]);

    const plain = await say('Hello');
    expect([plain.status, await toldOf(plain.id)]).toEqual(['PUBLISHED', 1]);
    const link = { body: 'Hello, see https://example.com' };
    const edit = await nova.ask('PATCH', `/comments/${plain.id}`, link, { 'if-match': `"${plain.version}"` });
    expect(edit.json()).toMatchObject({ status: 'HIDDEN' });
    expect(await countOf()).toBe(count + 1);
    await expectInvariants(forum);
    const removed = (await resolve(plain.id, 'REMOVE')).json<{ entry: string }>();
    expect((await undo(removed.entry)).statusCode).toBe(201);
    expect((await queue()).items.at(-1)).toMatchObject({ id: plain.id, hold: 'NEW_MEMBER' });
    await resolve(plain.id, 'APPROVE');
    expect([await countOf(), await toldOf(plain.id)]).toEqual([count + 2, 1]);
    // Hidden where it stands, as it is already, it still waits for a decision.
    const hidden = await say('Or at https://example.net');
    await moderator.ask('PUT', `/comments/${hidden.id}/moderation`, { status: 'HIDDEN' });
    expect((await queue()).items.at(-1)).toMatchObject({ id: hidden.id, hold: 'NEW_MEMBER' });
    await moderator.ask('PUT', `/comments/${hidden.id}/moderation`, { status: 'PUBLISHED' });
    expect([await countOf(), await toldOf(hidden.id)]).toEqual([count + 3, 1]);
    // Removed and shown since, it waits no more, whatever is undone.
    const shown = await say('Or at https://example.edu');
    const { entry: removal } = (await resolve(shown.id, 'REMOVE')).json<{ entry: string }>();
    await moderator.ask('PUT', `/comments/${shown.id}/moderation`, { status: 'PUBLISHED' });
    const log = await moderator.ask('GET', '/moderation/log?limit=1');
    expect((await undo(log.json<{ items: { id: string }[] }>().items[0]?.id ?? '')).statusCode).toBe(201);
    expect((await undo(removal)).statusCode).toBe(201);
    expect((await queue()).items.map(({ id }) => id)).not.toContain(shown.id);
    // Who takes back what waits leaves nothing that waits.
    const regretted = await say('Or at https://example.org');
    expect((await nova.ask('DELETE', `/comments/${regretted.id}`)).statusCode).toBe(204);
    expect((await queue()).items.map(({ id }) => id)).not.toContain(regretted.id);
  });

  it('waits no more once it is purged, or its author is', async () => {
    const nova = await logIn(forum, 'nova@example.com');
    const say = async (body: string) =>
      (await nova.ask('POST', `/posts/${ids.firstPost}/comments`, { body })).json<{ id: string }>().id;
    const reply = await say('Buy at https://example.com/1');
    await say('Buy at https://example.com/2');
    const post = (await write(nova, 'Buy at https://example.com/3')).json<{ id: string }>().id;
    const waiting = async () => (await queue()).items.map(({ id }) => id);
    expect(await waiting()).toEqual(expect.arrayContaining([reply, post]));
    for (const [kind, id] of [
      ['COMMENT', reply],
      ['POST', post],
    ] as const) {
      expect((await purge(kind, id)).statusCode).toBe(201);
      expect((await resolve(id, 'APPROVE')).statusCode).toBe(404);
    }
    await expectInvariants(forum);
    const { id: author } = (await nova.ask('GET', '/me')).json<{ id: string }>();
    expect((await purge('PERSON', author)).statusCode).toBe(201);
    expect((await queue()).counts).toMatchObject({ held: 0 });
  });
});
