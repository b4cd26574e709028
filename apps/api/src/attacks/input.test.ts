import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueAccessToken } from '../auth/access-token.ts';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

const forum = useForum();
let bob: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
});
afterAll(() => expectInvariants(forum));

const get = (url: string) => forum.app.inject({ method: 'GET', url: `/c/techcorp${url}` });
const count = (sql: string): Promise<number> =>
  forum.asOwner(async (client) => (await client.query<{ n: number }>(sql)).rows[0]?.n ?? -1);

const header = (alg: string): string =>
  Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');

describe('SQL in a value', () => {
  const injections = [
    "' OR '1'='1",
    "'; DROP TABLE posts; --",
    '1); DELETE FROM users; --',
    '$1',
    "\\'; SELECT pg_sleep(100); --",
    'created_at; SELECT version()',
    "') UNION SELECT password_hash FROM users --",
    'like_count DESC NULLS LAST, (SELECT 1/0)',
  ];
  const places = [
    '/posts?sort=',
    '/posts?channel=',
    '/posts?tag=',
    '/posts?author=',
    '/posts?cursor=',
    '/posts?limit=',
    '/search?q=',
    '/search?q=a&cursor=',
    '/users?cursor=',
    '/leaderboard?cursor=',
    '/posts/',
    '/users/',
    '/channels/',
  ];

  it('is a value and nothing else, wherever it stands', async () => {
    const before = await count(
      'SELECT (SELECT count(*) FROM posts)::int + (SELECT count(*) FROM users)::int AS n',
    );
    for (const place of places) {
      for (const injection of injections) {
        const started = performance.now();
        const answer = await get(place + encodeURIComponent(injection));
        expect([place, injection, answer.statusCode < 500]).toEqual([place, injection, true]);
        expect(answer.body).not.toMatch(/argon2|PostgreSQL \d|syntax error|42601|SELECT .* FROM/);
        // One that was run would have slept for longer.
        expect(performance.now() - started).toBeLessThan(60_000);
      }
    }
    expect(
      await count('SELECT (SELECT count(*) FROM posts)::int + (SELECT count(*) FROM users)::int AS n'),
    ).toBe(before);
  });

  it('cannot choose an order that is none of ours', async () => {
    for (const injection of injections) {
      expect((await get(`/posts?sort=${encodeURIComponent(injection)}`)).statusCode).toBe(400);
    }
  });
});

describe('a search made to be slow', () => {
  it('is answered as quickly as any, whatever it repeats', async () => {
    const queries = [
      'a '.repeat(100),
      '"a '.repeat(60),
      'a OR '.repeat(39),
      '-a '.repeat(66),
      '('.repeat(200),
      'aaaaaaaaaa'.repeat(20),
      '&|!'.repeat(60),
      '%_'.repeat(100),
    ];
    for (const query of queries) {
      const started = performance.now();
      const answer = await get(`/search?q=${encodeURIComponent(query.slice(0, 200))}`);
      expect([query, answer.statusCode === 200 || answer.statusCode === 400]).toEqual([query, true]);
      expect(performance.now() - started).toBeLessThan(20_000);
    }
    expect((await get(`/search?q=${'a'.repeat(10_000)}`)).statusCode).toBe(400);
  });
});

describe('fields that are not for the client to set', () => {
  it('are refused, and nothing is written', async () => {
    const [{ slug: channel } = { slug: '' }] = (await get('/channels')).json<{ items: { slug: string }[] }>()
      .items;
    const allowed = await bob.ask('POST', '/posts', { channel, title: 'Mine', body: 'Text.' });
    expect(allowed.statusCode).toBe(201);
    const attempts = [
      ['POST', '/posts', { channel, title: 'Mine', body: 'Text.', authorId: ids.admin }],
      ['POST', '/posts', { channel, title: 'Mine', body: 'Text.', likeCount: 1000 }],
      ['POST', '/posts', { channel, title: 'Mine', body: 'Text.', pinned: true }],
      ['POST', '/posts', { channel, title: 'Mine', body: 'Text.', communityId: ids.retail }],
      ['POST', `/posts/${ids.firstPost}/comments`, { body: 'Text.', authorId: ids.admin }],
      [
        'POST',
        `/posts/${ids.firstPost}/comments`,
        { body: 'Text.', status: 'DELETED', acceptedAt: '2026-01-01' },
      ],
      ['POST', '/tips', { to: 'carol', amount: 1, from: 'admin' }],
      ['PATCH', '/me', { role: 'ADMIN' }],
      ['PATCH', '/me', { points: 1_000_000 }],
    ] as const;
    const state = `SELECT (users.n + posts.n + comments.n)::int AS n
      FROM (SELECT count(*) + coalesce(sum(points), 0) + sum((role = 'ADMIN')::int) AS n FROM users) users,
      (SELECT count(*) AS n FROM posts) posts, (SELECT count(*) AS n FROM comments) comments`;
    const before = await count(state);
    for (const [method, path, body] of attempts) {
      const answer = await bob.ask(method, path, body);
      expect([path, body, answer.statusCode]).toEqual([path, body, 400]);
    }
    expect(await count(state)).toBe(before);
  });
});

describe('a form of another site', () => {
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'];

  const unread = { status: 415, code: 'request.unsupported_media_type' };
  /** Takes bytes of any type, from someone. */
  const nobody = { status: 401, code: 'auth.required' };

  it('reaches nothing: a cookie is nobody, and a form is no JSON', async () => {
    const state = `SELECT (users.n + comments.n + likes.n)::int AS n
      FROM (SELECT sum(points) + sum(token_version) AS n FROM users) users,
      (SELECT count(*) AS n FROM comments) comments, (SELECT count(*) AS n FROM post_likes) likes`;
    const before = await count(state);
    const attempts = [
      ['POST', `/posts/${ids.firstPost}/comments`, unread],
      ['POST', '/reports', unread],
      ['PATCH', `/posts/${ids.firstPost}`, unread],
      ['POST', '/tips', unread],
      ['POST', '/auth/logout-everywhere', unread],
      ['PUT', `/posts/${ids.firstPost}/like`, unread],
      ['DELETE', `/posts/${ids.firstPost}/like`, unread],
      ['POST', `/posts/${ids.firstPost}/media`, nobody],
    ] as const;
    for (const [method, path, refused] of attempts) {
      for (const type of types) {
        const answer = await forum.app.inject({
          method,
          url: `/c/techcorp${path}`,
          headers: {
            origin: 'https://evil.example',
            'content-type': type,
            cookie: `token=${bob.token}; access_token=${bob.token}; authorization=Bearer ${bob.token}`,
          },
          payload: '{"to":"carol","amount":5,"body":"x"}',
        });
        expect([path, type, answer.statusCode, answer.json()]).toEqual([
          path,
          type,
          refused.status,
          expect.objectContaining(refused),
        ]);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
    expect(await count(state)).toBe(before);
  });

  it('finds no cookie set by logging in', async () => {
    const answer = await forum.app.inject({
      method: 'POST',
      url: '/c/techcorp/auth/login',
      payload: { email: 'bob@example.com', password: 'wrong' },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('an access token', () => {
  it('is taken by its signature alone, whatever algorithm it names', async () => {
    const good = await issueAccessToken(forum.config.tokens, {
      userId: ids.bob,
      communityId: ids.techcorp,
      tokenVersion: 0,
      sessionId: ids.firstPost,
    });
    const [, payload = '', signature = ''] = good.split('.');
    const forged = [
      `${header('none')}.${payload}.`,
      `${header('None')}.${payload}.${signature}`,
      `${header('HS512')}.${payload}.${signature}`,
      `${header('RS256')}.${payload}.${signature}`,
      `${header('HS256')}.${payload}.${signature.slice(0, -2)}AA`,
      `${header('HS256')}.${Buffer.from(Buffer.from(payload, 'base64url').toString().replace(ids.bob, ids.admin)).toString('base64url')}.${signature}`,
    ];
    for (const token of forged) {
      const answer = await forum.app.inject({
        url: '/c/techcorp/me',
        headers: { authorization: `Bearer ${token}` },
      });
      expect([token.slice(0, 24), answer.statusCode]).toEqual([token.slice(0, 24), 401]);
    }
    const answer = await forum.app.inject({
      url: '/c/techcorp/me',
      headers: { authorization: `Bearer ${good}` },
    });
    expect(answer.statusCode).toBe(200);
  });
});
