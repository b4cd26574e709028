import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuid7 } from '../../database/uuid7.ts';
import { Visitor } from '../../reader/forms/visitor.fixture.ts';
import { ids, password } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { inbox } from './list-my-notifications.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
  for (const body of ['One, @moderator?', 'Two, @moderator?', 'Three, @moderator?']) {
    await carol.ask('POST', `/posts/${ids.firstPost}/comments`, { body });
  }
});
afterAll(() => expectInvariants(forum));

const inboxOf = async (member: Member, query = '') =>
  inbox.parse((await member.ask('GET', `/me/notifications${query}`)).json());

describe('the notifications of a user', () => {
  it('are theirs alone, in pages, the latest first', async () => {
    const all = await inboxOf(moderator);
    expect(all.items).toHaveLength(3);
    expect(all.items[0]).toMatchObject({
      kind: 'MENTION',
      actor: { username: 'carol' },
      postId: ids.firstPost,
      postTitle: 'Post number 1',
      readAt: null,
    });
    const first = await inboxOf(moderator, '?limit=2');
    const second = await inboxOf(moderator, `?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeNull();
    expect((await inboxOf(bob)).items.map(({ kind }) => kind)).toEqual(['REPLY', 'REPLY', 'REPLY']);
    expect((await inboxOf(carol)).items).toEqual([]);
    expect((await forum.app.inject('/c/techcorp/me/notifications')).statusCode).toBe(401);
  });

  it('are read up to one, and stay so', async () => {
    const [latest, middle] = (await inboxOf(moderator)).items;
    const mark = () => moderator.ask('POST', '/me/notifications/read', { upTo: middle?.id });
    expect((await mark()).statusCode).toBe(204);
    expect((await inboxOf(moderator, '?unread=true')).items.map(({ id }) => id)).toEqual([latest?.id]);
    const read = (await inboxOf(moderator)).items.map(({ readAt }) => readAt);
    expect(read).toEqual([null, expect.any(String), expect.any(String)]);
    await mark();
    expect((await inboxOf(moderator)).items.map(({ readAt }) => readAt)).toEqual(read);
    expect((await inboxOf(bob, '?unread=true')).items).toHaveLength(3);
  });

  it('do not tell the title of a post that was hidden since', async () => {
    await moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { status: 'HIDDEN' });
    const { items } = await inboxOf(moderator, '?limit=1');
    expect(items).toMatchObject([{ postId: ids.firstPost, postTitle: null }]);
  });

  it('are told of an answer once, however often it is taken back', async () => {
    const own = await bob.ask('POST', '/posts', {
      channel: 'general',
      title: 'Which?',
      body: 'One or the other?',
    });
    const { id } = own.json<{ id: string }>();
    const reply = await carol.ask('POST', `/posts/${id}/comments`, { body: 'The other.' });
    const accepted = `/comments/${reply.json<{ id: string }>().id}/accepted`;
    for (let n = 0; n < 3; n += 1) {
      expect((await bob.ask('PUT', accepted)).statusCode).toBe(200);
      expect((await bob.ask('DELETE', accepted)).statusCode).toBe(200);
    }
    const told = (await inboxOf(carol)).items.filter(({ kind }) => kind === 'ANSWER_ACCEPTED');
    expect(told).toHaveLength(1);
  });

  it('are passed over where a newer version has made them of a kind that this one does not know', async () => {
    const before = await inboxOf(moderator);
    await forum.asOwner(async (client) => {
      await client.query(`ALTER TYPE notification_kind ADD VALUE 'NEWER'`);
      await client.query(
        `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, created_at)
         VALUES ($1, $3, $2, 'NEWER', $4, now() - interval '10 minutes')`,
        [ids.techcorp, ids.moderator, uuid7(), ids.bob],
      );
    });
    expect(await inboxOf(moderator)).toEqual(before);
    const exported = await moderator.ask('GET', '/me/export');
    expect(exported.statusCode).toBe(200);
    expect(exported.json<{ notifications: unknown[] }>().notifications).toHaveLength(before.items.length);
    const visitor = await new Visitor(forum.app).logIn('moderator@forum.com', password);
    await visitor.open('/r/techcorp/me/notifications');
    expect(visitor.page.statusCode).toBe(200);
    // Else an invariant would be asked of what it does not know.
    await forum.asOwner((client) => client.query(`DELETE FROM notifications WHERE kind = 'NEWER'`));
  });
});
