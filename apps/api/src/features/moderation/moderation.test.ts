import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { post } from '../posts/page/post.ts';
import { ban } from './bans/ban.ts';
import { moderationLog } from './log/list-moderation-log.ts';
import { reportPage } from './reports/list-reports.ts';
import { report } from './reports/report.ts';

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

describe('reports', () => {
  it('are made by users, seen by moderators, and closed once', async () => {
    const made = await carol.ask('POST', '/reports', {
      postId: ids.firstPost,
      reason: 'SPAM',
      details: 'Look.',
    });
    expect(made.statusCode).toBe(201);
    const { id } = made.json<{ id: string }>();
    expect((await carol.ask('GET', '/reports')).json()).toMatchObject({ code: 'auth.forbidden' });
    const { items } = reportPage.parse((await moderator.ask('GET', '/reports')).json());
    expect(items).toMatchObject([
      { id, reporter: { username: 'carol' }, postId: ids.firstPost, status: 'OPEN' },
    ]);
    const decision = { status: 'DISMISSED', resolution: 'It is fine.' };
    expect((await bob.ask('POST', `/reports/${id}/decision`, decision)).statusCode).toBe(403);
    const decided = await moderator.ask('POST', `/reports/${id}/decision`, decision);
    expect(report.parse(decided.json())).toMatchObject({
      status: 'DISMISSED',
      resolvedBy: { username: 'moderator' },
    });
    const other = { ...decision, resolution: 'It is not.' };
    expect((await moderator.ask('POST', `/reports/${id}/decision`, other)).json()).toMatchObject({
      code: 'report.closed',
    });
    expect(reportPage.parse((await moderator.ask('GET', '/reports')).json()).items).toEqual([]);
  });

  it('name one thing of this community that is not one’s own', async () => {
    const reason = 'OTHER';
    expect((await bob.ask('POST', '/reports', { reason })).statusCode).toBe(400);
    expect(
      (await bob.ask('POST', '/reports', { reason, user: 'carol', postId: ids.firstPost })).statusCode,
    ).toBe(400);
    expect((await bob.ask('POST', '/reports', { reason, postId: ids.firstPost })).json()).toMatchObject({
      code: 'report.own',
    });
    expect((await bob.ask('POST', '/reports', { reason, postId: foreign.post })).statusCode).toBe(404);
    expect((await bob.ask('POST', '/reports', { reason, commentId: commentIds[0] })).statusCode).toBe(201);
    expect((await bob.ask('POST', '/reports', { reason, user: 'carol' })).statusCode).toBe(201);
  });
});

describe('posts and comments', () => {
  it('are hidden and shown again, with every counter', async () => {
    const { id } = (await bob.ask('POST', '/posts', { channel: 'general', title: 'Buy', body: 'Now' })).json<{
      id: string;
    }>();
    expect((await carol.ask('PUT', `/posts/${id}/moderation`, { status: 'HIDDEN' })).statusCode).toBe(403);
    expect(
      (await moderator.ask('PUT', `/posts/${id}/moderation`, { status: 'HIDDEN', reason: 'Spam' }))
        .statusCode,
    ).toBe(204);
    expect((await moderator.ask('PUT', `/posts/${id}/moderation`, { reason: 'x' })).statusCode).toBe(400);
    expect((await carol.ask('GET', `/posts/${id}`)).statusCode).toBe(404);
    expect((await moderator.ask('GET', `/posts/${id}`)).statusCode).toBe(200);
    expect((await bob.ask('GET', '/me/notifications')).json()).toMatchObject({
      items: [{ kind: 'MODERATION', postId: id, postTitle: null }],
    });
    await expectInvariants(forum);
    expect(
      (await moderator.ask('PUT', `/posts/${id}/moderation`, { status: 'PUBLISHED', pinned: true }))
        .statusCode,
    ).toBe(204);
    expect(post.parse((await carol.ask('GET', `/posts/${id}`)).json())).toMatchObject({ pinned: true });
    // Who may not learns nothing: neither that there is one, nor that there is none.
    for (const at of [commentIds[7], ids.firstPost]) {
      const tried = await carol.ask('PUT', `/comments/${at}/moderation`, { status: 'HIDDEN' });
      expect(tried.json()).toMatchObject({ code: 'auth.forbidden' });
    }
    expect(
      (await moderator.ask('PUT', `/comments/${commentIds[7]}/moderation`, { status: 'HIDDEN' })).statusCode,
    ).toBe(204);
    const { comments } = post.parse((await carol.ask('GET', `/posts/${ids.firstPost}`)).json());
    expect(comments.find((comment) => comment.id === commentIds[7])).toMatchObject({
      status: 'HIDDEN',
      body: null,
    });
    expect(
      (await moderator.ask('PUT', `/posts/${foreign.post}/moderation`, { status: 'HIDDEN' })).statusCode,
    ).toBe(404);
    expect(
      (await moderator.ask('PUT', `/posts/${ids.draft}/moderation`, { status: 'PUBLISHED' })).statusCode,
    ).toBe(404);
  });
});

describe('bans', () => {
  it('silence at once, end sessions, and are lifted', async () => {
    const dave = await logIn(forum, 'carol@example.com');
    const made = await moderator.ask('POST', '/bans', { user: 'carol', reason: 'Enough' });
    expect(made.statusCode).toBe(201);
    expect((await dave.ask('PUT', `/posts/${ids.firstPost}/like`)).json()).toMatchObject({
      code: 'auth.account_inactive',
    });
    expect((await dave.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'x' })).statusCode).toBe(403);
    await expectInvariants(forum);
    const { id } = ban.parse(made.json());
    expect((await moderator.ask('GET', '/bans?user=carol')).json()).toMatchObject({
      items: [{ id, reason: 'Enough', liftedAt: null }],
      next: null,
    });
    expect((await bob.ask('GET', '/bans')).statusCode).toBe(403);
    expect((await carol.ask('DELETE', `/bans/${id}`)).statusCode).toBe(403);
    expect(ban.parse((await moderator.ask('DELETE', `/bans/${id}`)).json()).liftedAt).not.toBeNull();
    expect((await dave.ask('PUT', `/posts/${ids.firstPost}/like`)).statusCode).toBe(200);
  });

  it('do not reach equals or those above, and are no gift of members', async () => {
    expect((await moderator.ask('POST', '/bans', { user: 'admin', reason: 'x' })).json()).toMatchObject({
      code: 'ban.not_allowed',
    });
    expect((await moderator.ask('POST', '/bans', { user: 'moderator', reason: 'x' })).statusCode).toBe(403);
    expect((await bob.ask('POST', '/bans', { user: 'carol', reason: 'x' })).statusCode).toBe(403);
    const past = await moderator.ask('POST', '/bans', {
      user: 'carol',
      reason: 'x',
      endsAt: '2020-01-01T00:00:00Z',
    });
    expect(past.json()).toMatchObject({ code: 'request.refused_value', detail: 'A ban ends in the future.' });
  });

  it('that hit somebody in the middle of writing leave nothing written after them', async () => {
    const writes = Array.from({ length: 12 }, (_, index) =>
      bob.ask('POST', `/posts/${ids.firstPost}/comments`, { body: `At once ${index}` }),
    );
    const [made] = await Promise.all([
      moderator.ask('POST', '/bans', { user: 'bob', reason: 'Flood' }),
      ...writes,
    ]);
    expect(made.statusCode).toBe(201);
    await expectInvariants(forum);
  });
});

it('keeps a log of what moderators did', async () => {
  const log = moderationLog.parse((await moderator.ask('GET', '/moderation/log?limit=100')).json());
  expect(new Set(log.items.map((entry) => entry.action))).toEqual(
    new Set(['ban.create', 'ban.lift', 'comment.moderate', 'post.moderate', 'report.decide']),
  );
  expect((await carol.ask('GET', '/moderation/log')).statusCode).toBe(403);
});
