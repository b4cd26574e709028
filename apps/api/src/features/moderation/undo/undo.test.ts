import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { post as postSchema } from '../../posts/page/post.ts';
import { moderationLog } from '../log/list-moderation-log.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const latest = async () => {
  const [entry] = moderationLog.parse((await moderator.ask('GET', '/moderation/log?limit=1')).json()).items;
  if (entry === undefined) throw new TypeError('The log is empty.');
  return entry;
};
const undo = (entry: string) => moderator.ask('POST', `/moderation/log/${entry}/undo`, {});
const undoLatest = async () => undo((await latest()).id);
const read = async () => {
  const answer = await carol.ask('GET', `/posts/${ids.firstPost}`);
  return { ...postSchema.parse(answer.json()), version: 0, viewCount: 0 };
};
const change = (changes: object) => moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, changes);
const comment = (who: Member) => who.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'So it is.' });

const hide = async (status: string) => {
  await moderator.ask('PUT', `/comments/${commentIds[3]}/moderation`, { status });
  return (await latest()).id;
};
const lock = async (locked: boolean) => {
  await change({ locked });
  return (await latest()).id;
};

describe('posts', () => {
  it.each([
    ['hidden', { status: 'HIDDEN' }],
    ['archived and pinned', { status: 'ARCHIVED', pinned: true }],
    ['moved', { channel: 'announcements' }],
    ['retagged', { tags: ['tutorial', 'news'] }],
    ['locked', { locked: true }],
    ['slowed', { slowSeconds: 60 }],
  ])('are %s, and are afterwards as before', async (_, changes) => {
    const before = await read();
    expect((await change(changes)).statusCode).toBe(204);
    expect((await change(changes)).statusCode).toBe(204);
    await expectInvariants(forum);
    const { id } = await latest();
    expect((await undo(id)).statusCode).toBe(201);
    expect((await undo(id)).json()).toMatchObject({
      code: 'act.not_undoable',
      detail: 'It has been undone already.',
    });
    expect(await read()).toEqual(before);
  });

  it('say what stands in the way', async () => {
    await change({ tags: ['news'] });
    const { id } = await latest();
    await change({ tags: ['tutorial'], locked: true });
    expect((await undo(id)).json()).toMatchObject({ detail: 'It has been changed again since: tags.' });
    expect((await undoLatest()).statusCode).toBe(201);
    expect((await undo(id)).statusCode).toBe(201);
    expect((await change({ tags: ['no-such-tag'] })).json()).toMatchObject({ code: 'post.unknown_tag' });
    expect((await change({ channel: 'nowhere' })).statusCode).toBe(404);
    expect((await change({ reason: 'x' })).statusCode).toBe(400);
    expect((await carol.ask('POST', `/moderation/log/${id}/undo`, {})).statusCode).toBe(403);
    expect((await undoLatest()).json()).toMatchObject({ code: 'act.not_undoable' });
  });

  it('that are locked take comments of moderators only', async () => {
    await change({ locked: true });
    expect((await comment(carol)).json()).toMatchObject({ code: 'post.locked' });
    expect((await comment(moderator)).statusCode).toBe(201);
    await undoLatest();
    expect((await comment(carol)).statusCode).toBe(201);
  });
});

describe('an act that something newer stands on', () => {
  it.each([
    ['of a comment', () => hide('HIDDEN'), () => hide('PUBLISHED'), 'status'],
    ['of a post', () => lock(true), () => lock(false), 'locked'],
  ])('%s stays, though all looks as it left it, until that is undone', async (_, act, opposite, part) => {
    const first = await act();
    const second = await opposite();
    const third = await act();
    const detail = `It has been changed again since: ${part}.`;
    expect((await undo(first)).json()).toMatchObject({ code: 'act.not_undoable', detail });
    for (const entry of [third, second, first]) expect((await undo(entry)).statusCode).toBe(201);
  });
});

describe('comments', () => {
  it('get back their place as the answer', async () => {
    const [answer] = commentIds;
    await bob.ask('PUT', `/comments/${answer}/accepted`);
    await moderator.ask('PUT', `/comments/${answer}/moderation`, { status: 'HIDDEN' });
    expect((await undoLatest()).statusCode).toBe(201);
    expect((await read()).comments.find(({ id }) => id === answer)).toMatchObject({
      status: 'PUBLISHED',
      accepted: true,
    });
  });

  it('wait for each other in slow mode, of their channel, too', async () => {
    for (const slow of ['post', 'channel']) {
      const slowSeconds = 30;
      await (slow === 'post'
        ? change({ slowSeconds })
        : moderator.ask('PUT', '/channels/general/slow-mode', { slowSeconds }));
      const answers = await Promise.all([comment(bob), comment(bob), comment(moderator), comment(moderator)]);
      const refused = answers.filter((answer) => answer.statusCode === 429);
      expect(refused.length).toBeGreaterThanOrEqual(slow === 'post' ? 1 : 2);
      for (const answer of refused) {
        expect(answer.json()).toMatchObject({ code: 'comment.too_soon' });
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(30);
      }
      expect((await undoLatest()).statusCode).toBe(201);
    }
    expect((await comment(bob)).statusCode).toBe(201);
  });
});

describe('people', () => {
  it('who are muted read, and write nothing until it is over or undone', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await carol.ask('PUT', '/users/bob/mute', { until })).statusCode).toBe(403);
    expect((await moderator.ask('PUT', '/users/admin/mute', { until })).json()).toMatchObject({
      code: 'ban.not_allowed',
    });
    expect(
      (await moderator.ask('PUT', '/users/bob/mute', { until: '2020-01-01T00:00:00Z' })).statusCode,
    ).toBe(422);
    expect((await moderator.ask('PUT', '/users/bob/mute', { until })).statusCode).toBe(204);
    const refused = await comment(bob);
    expect(refused.json()).toMatchObject({ code: 'member.muted' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3500);
    const post = await bob.ask('POST', '/posts', { channel: 'general', title: 'Hear me', body: 'Please' });
    expect(post.json()).toMatchObject({ code: 'member.muted' });
    expect((await bob.ask('GET', `/posts/${ids.firstPost}`)).statusCode).toBe(200);
    expect((await undoLatest()).statusCode).toBe(201);
    expect((await comment(bob)).statusCode).toBe(201);
  });

  it('are banned and free again, and banned again', async () => {
    await moderator.ask('POST', '/bans', { user: 'carol', reason: 'Enough' });
    expect((await undoLatest()).statusCode).toBe(201);
    expect((await comment(carol)).statusCode).toBe(201);
    const made = (await moderator.ask('POST', '/bans', { user: 'carol', reason: 'Again' })).json<{
      id: string;
    }>();
    await moderator.ask('DELETE', `/bans/${made.id}`);
    expect((await comment(carol)).statusCode).toBe(201);
    expect((await undoLatest()).statusCode).toBe(201);
    expect((await comment(carol)).json()).toMatchObject({ code: 'auth.account_inactive' });
    await expectInvariants(forum);
  });
});
