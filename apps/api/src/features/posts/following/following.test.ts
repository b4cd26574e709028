import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postPage } from '../../../domain/content.ts';
import { commentIds, foreign, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { inbox } from '../../notifications/list-my-notifications.ts';

const forum = useForum();
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

const post = (number: number): string =>
  `01900000-0000-7000-8000-0000000010${String(number).padStart(2, '0')}`;
const follow = (member: Member, id: string) => member.ask('PUT', `/posts/${id}/follow`);
const comment = (member: Member, id: string, body: string, parentId?: string) =>
  member.ask('POST', `/posts/${id}/comments`, { body, ...(parentId !== undefined && { parentId }) });
const kinds = async (member: Member, id: string) =>
  inbox
    .parse((await member.ask('GET', '/me/notifications?unread=true')).json())
    .items.filter(({ postId }) => postId === id)
    .map(({ kind }) => kind);
const readAll = async (member: Member) => {
  const [latest] = inbox.parse((await member.ask('GET', '/me/notifications')).json()).items;
  await member.ask('POST', '/me/notifications/read', { upTo: latest?.id });
};
const followed = async (member: Member, query = '') =>
  postPage.parse((await member.ask('GET', `/me/followed${query}`)).json());

describe('who follows a thread', () => {
  it('is told of a new comment, and of the next one only once they have read that', async () => {
    expect((await follow(carol, post(2))).json()).toEqual({ followed: true });
    expect((await carol.ask('GET', `/posts/${post(2)}`)).json()).toMatchObject({ followed: true });
    expect((await bob.ask('GET', `/posts/${post(2)}`)).json()).toMatchObject({ followed: false });
    await comment(admin, post(2), 'One');
    await comment(moderator, post(2), 'Two');
    expect(await kinds(carol, post(2))).toEqual(['FOLLOWED']);
    await readAll(carol);
    await comment(admin, post(2), 'Three');
    expect(await kinds(carol, post(2))).toEqual(['FOLLOWED']);
  });

  it('is told once of what concerns them otherwise, and never of what they wrote', async () => {
    await follow(bob, post(1));
    await follow(carol, post(1));
    await follow(admin, post(1));
    await comment(admin, post(1), 'For you, @carol, too.');
    expect(await kinds(bob, post(1))).toEqual(['REPLY']);
    expect(await kinds(carol, post(1))).toEqual(['MENTION']);
    expect(await kinds(admin, post(1))).toEqual([]);
    await comment(bob, post(1), 'A reply to Carol.', commentIds[0]);
    expect(await kinds(carol, post(1))).toEqual(['REPLY', 'MENTION']);
    expect(await kinds(admin, post(1))).toEqual(['FOLLOWED']);
  });

  it('does so no more when they say so, as often as they say it', async () => {
    await follow(moderator, post(4));
    const unfollow = () => moderator.ask('DELETE', `/posts/${post(4)}/follow`);
    expect([(await unfollow()).json(), (await unfollow()).json()]).toEqual([
      { followed: false },
      { followed: false },
    ]);
    await comment(admin, post(4), 'Who reads this?');
    expect(await kinds(moderator, post(4))).toEqual([]);
  });

  it('finds the threads in a list of their own, in pages, without those that were hidden since', async () => {
    for (const number of [6, 7, 8]) await follow(moderator, post(number));
    const all = await followed(moderator);
    expect(all.items.map(({ id }) => id)).toEqual([post(8), post(7), post(6)]);
    const first = await followed(moderator, '?limit=2');
    const second = await followed(moderator, `?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    await moderator.ask('PUT', `/posts/${post(7)}/moderation`, { status: 'HIDDEN' });
    expect((await followed(moderator)).items.map(({ id }) => id)).toEqual([post(8), post(6)]);
    expect((await moderator.ask('DELETE', `/posts/${post(7)}/follow`)).statusCode).toBe(200);
    expect((await forum.app.inject('/c/techcorp/me/followed')).statusCode).toBe(401);
  });

  it('sees it: neither drafts, hidden posts nor those of another community are followed', async () => {
    for (const id of [ids.draft, ids.hidden, foreign.post]) {
      expect((await follow(carol, id)).statusCode).toBe(404);
      expect((await carol.ask('DELETE', `/posts/${id}/follow`)).statusCode).toBe(404);
    }
  });

  it('follows what they write in, where they want that', async () => {
    const { headers } = await carol.ask('GET', '/me/preferences');
    const wish = { followWritten: true };
    await carol.ask('PATCH', '/me/preferences', wish, { 'if-match': String(headers.etag) });
    await comment(carol, post(9), 'Now I am in.');
    await comment(carol, post(9), 'Twice.');
    const made = await carol.ask('POST', '/posts', { channel: 'general', title: 'My own', body: 'Text.' });
    const { id } = made.json<{ id: string }>();
    const list = (await followed(carol)).items.map((each) => each.id);
    expect(list.slice(0, 2)).toEqual([id, post(9)]);
    await comment(bob, post(10), 'Not wanted.');
    expect((await followed(bob)).items.map((each) => each.id)).toEqual([post(1)]);
  });

  it('follows the thread that another was merged into, has all that in their data, and leaves with it', async () => {
    await follow(admin, post(12));
    await moderator.ask('POST', `/posts/${post(12)}/merge`, { into: post(11) });
    expect((await followed(admin)).items.map(({ id }) => id)).toContain(post(11));
    const data = (await carol.ask('GET', '/me/export')).json<{ followedPosts: { postId: string }[] }>();
    expect(data.followedPosts.map(({ postId }) => postId)).toContain(post(9));
    expect((await carol.ask('DELETE', '/me', { currentPassword: password })).statusCode).toBe(204);
    await comment(admin, post(9), 'Gone?');
    const left = await forum.asOwner((client) =>
      client.query('SELECT FROM post_follows WHERE user_id = $1', [ids.carol]),
    );
    expect(left.rowCount).toBe(0);
  });
});
