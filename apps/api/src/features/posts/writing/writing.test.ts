import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreign, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { awayFromMidnight } from '../../../testing/midnight.fixture.ts';
import { inbox } from '../../notifications/list-my-notifications.ts';
import { post } from '../page/post.ts';
import { postRevisions } from './list-post-revisions.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  await awayFromMidnight();
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const draft = {
  channel: 'general',
  title: 'Keyset pages',
  body: 'They do not **skip**.',
  tags: ['tutorial', 'news'],
};

describe('POST /posts', () => {
  it('opens a post with its tags, and earns', async () => {
    const answer = await carol.ask('POST', '/posts', draft);
    expect(answer.statusCode).toBe(201);
    const made = post.parse(answer.json());
    expect(made).toMatchObject({
      title: 'Keyset pages',
      status: 'PUBLISHED',
      author: { username: 'carol' },
      comments: [],
    });
    expect(made.tags.map((tag) => tag.slug)).toEqual(['news', 'tutorial']);
    expect(answer.headers.location).toBe(`/c/techcorp/posts/${made.id}`);
    expect((await carol.ask('GET', '/me/points')).json()).toMatchObject({ points: 10, level: 1 });
    expect((await bob.ask('GET', `/posts/${made.id}`)).statusCode).toBe(200);
  });

  it('stops earning at the daily cap', async () => {
    for (let count = 1; count < 12; count += 1) {
      expect((await carol.ask('POST', '/posts', { ...draft, title: `Number ${count}` })).statusCode).toBe(
        201,
      );
    }
    const { points } = (await carol.ask('GET', '/me/points')).json<{ points: number }>();
    expect(points).toBe(100);
  });

  it('keeps rights: announcements are for moderators, and the suspended write nothing', async () => {
    const announcement = { ...draft, channel: 'announcements' };
    expect((await bob.ask('POST', '/posts', announcement)).json()).toMatchObject({ code: 'auth.forbidden' });
    expect((await moderator.ask('POST', '/posts', announcement)).statusCode).toBe(201);
    expect(
      (await forum.app.inject({ method: 'POST', url: '/c/techcorp/posts', payload: draft })).statusCode,
    ).toBe(401);
    expect((await bob.ask('POST', '/posts', { ...draft, channel: 'nowhere' })).statusCode).toBe(404);
    expect((await bob.ask('POST', '/posts', { ...draft, tags: ['nothing'] })).json()).toMatchObject({
      code: 'post.unknown_tag',
    });
    expect(
      (await bob.ask('POST', '/posts', { ...draft, authorId: ids.admin, likeCount: 9 })).statusCode,
    ).toBe(400);
  });

  it('does the same request once under an idempotency key, also when it comes eight times at once', async () => {
    const headers = { 'idempotency-key': 'my-post' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => bob.ask('POST', '/posts', draft, headers)),
    );
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true')).toHaveLength(7);
    const other = await bob.ask('POST', '/posts', { ...draft, title: 'Other' }, headers);
    expect(other.json()).toMatchObject({ code: 'request.idempotency_key_reused' });
    expect((await carol.ask('POST', '/posts', draft, headers)).statusCode).toBe(201);
  });

  it('does not keep a refusal under the key', async () => {
    const headers = { 'idempotency-key': 'refused-first' };
    expect(
      (await bob.ask('POST', '/posts', { ...draft, channel: 'announcements' }, headers)).statusCode,
    ).toBe(403);
    expect((await bob.ask('POST', '/posts', draft, headers)).statusCode).toBe(201);
  });
});

describe('PATCH /posts/:post', () => {
  it('edits with If-Match, keeps what was there, and refuses a stale version', async () => {
    const { id } = (await bob.ask('POST', '/posts', draft)).json<{ id: string }>();
    const etag = String((await bob.ask('GET', `/posts/${id}`)).headers.etag);
    expect((await bob.ask('PATCH', `/posts/${id}`, { title: 'New' })).json()).toMatchObject({
      code: 'request.precondition_required',
    });
    const edited = await bob.ask(
      'PATCH',
      `/posts/${id}`,
      { title: 'New', tags: ['help-wanted'] },
      { 'if-match': etag },
    );
    expect(post.parse(edited.json())).toMatchObject({
      title: 'New',
      body: draft.body,
      tags: [{ slug: 'help-wanted' }],
    });
    const stale = await bob.ask('PATCH', `/posts/${id}`, { title: 'Newer' }, { 'if-match': etag });
    expect(stale.json()).toMatchObject({ code: 'request.precondition_failed' });
    const { items } = postRevisions.parse((await carol.ask('GET', `/posts/${id}/revisions`)).json());
    expect(items).toMatchObject([{ title: 'Keyset pages', editor: { username: 'bob' } }]);
    expect(JSON.stringify(await (await carol.ask('GET', `/posts/${id}`)).json())).toContain('editedAt');
  });

  it('takes the tag of what was written, also weakened by a gateway, and says what it wants otherwise', async () => {
    const made = await bob.ask('POST', '/posts', draft);
    const { id, version } = post.parse(made.json());
    expect(made.headers.etag).toBe(`"${version}"`);
    const edit = (title: string, tag: string) =>
      bob.ask('PATCH', `/posts/${id}`, { title }, { 'if-match': tag });
    const first = await edit('One', String(made.headers.etag));
    const second = await edit('Two', `W/${String(first.headers.etag)}`);
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect((await edit('Three', String(post.parse(second.json()).version))).json()).toMatchObject({
      code: 'request.precondition_failed',
      fix: expect.stringContaining('in double quotes'),
    });
  });

  it('lets one of two editors through', async () => {
    const { id } = (await bob.ask('POST', '/posts', draft)).json<{ id: string }>();
    const etag = String((await bob.ask('GET', `/posts/${id}`)).headers.etag);
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((title) =>
        bob.ask('PATCH', `/posts/${id}`, { title }, { 'if-match': etag }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
  });

  it('is for the author', async () => {
    const version = (await bob.ask('GET', `/posts/${ids.firstPost}`)).headers.etag;
    const headers = { 'if-match': String(version) };
    expect((await carol.ask('PATCH', `/posts/${ids.firstPost}`, { title: 'Mine' }, headers)).statusCode).toBe(
      403,
    );
    expect((await carol.ask('PATCH', `/posts/${ids.draft}`, { title: 'Mine' }, headers)).statusCode).toBe(
      404,
    );
    expect((await carol.ask('PATCH', `/posts/${foreign.post}`, { title: 'Mine' }, headers)).statusCode).toBe(
      404,
    );
  });

  it('publishes a draft, which only its author saw until then', async () => {
    const { id } = (await bob.ask('POST', '/posts', { ...draft, status: 'DRAFT' })).json<{ id: string }>();
    expect((await carol.ask('GET', `/posts/${id}`)).statusCode).toBe(404);
    expect((await carol.ask('POST', `/posts/${id}/comments`, { body: 'Early' })).statusCode).toBe(404);
    const read = await bob.ask('GET', `/posts/${id}`);
    const headers = { 'if-match': String(read.headers.etag) };
    const published = post.parse(
      (await bob.ask('PATCH', `/posts/${id}`, { status: 'PUBLISHED' }, headers)).json(),
    );
    expect(published.createdAt >= post.parse(read.json()).createdAt).toBe(true);
    expect((await carol.ask('GET', `/posts/${id}`)).statusCode).toBe(200);
    expect((await bob.ask('PATCH', `/posts/${id}`, { status: 'DRAFT' }, headers)).statusCode).toBe(400);
  });
});

const mentionsOfCarol = async () =>
  inbox
    .parse((await carol.ask('GET', '/me/notifications')).json())
    .items.filter((one) => one.kind === 'MENTION')
    .map((one) => [one.actor.username, one.postId, one.commentId]);

describe('mentions in a post', () => {
  it('tell those who are mentioned when it is published, and never again', async () => {
    const body = 'What do you say, @carol? And @bob, and `@admin`.';
    const key = { 'idempotency-key': 'told-once' };
    const { id } = (await bob.ask('POST', '/posts', { ...draft, body }, key)).json<{ id: string }>();
    await bob.ask('POST', '/posts', { ...draft, body }, key);
    expect(await mentionsOfCarol()).toEqual([['bob', id, null]]);

    const kept = await bob.ask('POST', '/posts', { ...draft, body, status: 'DRAFT' });
    const later = post.parse(kept.json()).id;
    expect(await mentionsOfCarol()).toHaveLength(1);
    let tag = String(kept.headers.etag);
    for (const edit of [{ title: 'Soon' }, { status: 'PUBLISHED' }, { body: 'Again @carol' }]) {
      const answer = await bob.ask('PATCH', `/posts/${later}`, edit, { 'if-match': tag });
      expect(answer.statusCode).toBe(200);
      tag = String(answer.headers.etag);
    }
    expect(await mentionsOfCarol()).toEqual([
      ['bob', later, null],
      ['bob', id, null],
    ]);
    const refused = { ...draft, body, channel: 'announcements' };
    expect((await bob.ask('POST', '/posts', refused)).statusCode).toBe(403);
    expect(await mentionsOfCarol()).toHaveLength(2);
  });
});

const view = (count: number) =>
  forum.asOwner((client) =>
    client.query('UPDATE posts SET view_count = view_count + $2 WHERE id = $1', [ids.firstPost, count]),
  );

describe('GET /posts/:post', () => {
  it('answers 304 to who names its tag in any form', async () => {
    const { headers } = await bob.ask('GET', `/posts/${ids.firstPost}`);
    expect(headers['vary']).toBe('authorization');
    const tag = String(headers.etag);
    for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
      const again = await bob.ask('GET', `/posts/${ids.firstPost}`, undefined, { 'if-none-match': known });
      expect([known, again.statusCode]).toEqual([known, 304]);
    }
    const other = await bob.ask('GET', `/posts/${ids.firstPost}`, undefined, { 'if-none-match': '"other"' });
    expect(other.statusCode).toBe(200);
  });

  it('answers 304 to who has it, although it was viewed since', async () => {
    const { headers, body } = await bob.ask('GET', `/posts/${ids.firstPost}`);
    const tag = String(headers.etag);
    // A number that moves without the thing: a weak tag (RFC 9110, 8.8.1). Edits compare the version in it.
    expect(tag).toMatch(/^W\/"\d+\.[\w-]{16}"$/);
    await view(98_765);
    const known = { 'if-none-match': tag };
    expect((await bob.ask('GET', `/posts/${ids.firstPost}`, undefined, known)).statusCode).toBe(304);
    const fresh = await bob.ask('GET', `/posts/${ids.firstPost}`);
    expect([fresh.headers.etag, fresh.body === body]).toEqual([tag, false]);
    expect(post.parse(fresh.json()).viewCount).toBeGreaterThan(98_764);
    await view(-98_765);
    // Everything else counts, a text that looks like the number included.
    const read = await bob.ask('POST', '/posts', {
      channel: 'general',
      title: '"viewCount" : 1, "x"',
      body: '"viewCount" : 2,',
      tags: [],
    });
    const { id } = post.parse(read.json());
    const before = String((await bob.ask('GET', `/posts/${id}`)).headers.etag);
    await bob.ask('PATCH', `/posts/${id}`, { title: '"viewCount" : 3, "x"' }, { 'if-match': before });
    const changed = await bob.ask('GET', `/posts/${id}`, undefined, { 'if-none-match': before });
    expect(changed.statusCode).toBe(200);
  });

  it('answers 304 to who has it', async () => {
    const { headers } = await bob.ask('GET', `/posts/${ids.firstPost}`);
    const again = await bob.ask('GET', `/posts/${ids.firstPost}`, undefined, {
      'if-none-match': String(headers.etag),
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    await carol.ask('PUT', `/posts/${ids.firstPost}/like`);
    const changed = await bob.ask('GET', `/posts/${ids.firstPost}`, undefined, {
      'if-none-match': String(headers.etag),
    });
    expect(changed.statusCode).toBe(200);
  });
});
