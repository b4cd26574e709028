import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { actions, forms } from '../reader/pages/index.ts';
import { Visitor } from '../reader/forms/visitor.fixture.ts';
import { commentIds, ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// What somebody can make the browser of another person do, and what they can do with their own.

const forum = useForum({ PUBLIC_URL: 'http://forum.example' });
let bob: Member;
let carol: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
});
afterAll(() => expectInvariants(forum));

const somewhere: Readonly<Record<string, string>> = {
  user: 'bob',
  channel: 'general',
  comment: commentIds[0] ?? '',
};
const addressOf = (path: string): string =>
  `/r/techcorp${path.replaceAll(/:(\w+)/g, (_, name: string) => somewhere[name] ?? ids.firstPost)}`;
const made = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const balance = async (who: Member) => (await who.ask('GET', '/me')).json<{ points: number }>().points;
const type = 'application/x-www-form-urlencoded';

describe('every form and button', () => {
  const pages = [...forms, ...actions].map(({ path }) => path);

  it('is refused when another site sends it, with a token or without, and when it has that of another', async () => {
    expect(pages.length).toBeGreaterThan(50);
    const admin = await new Visitor(forum.app).logIn('admin@forum.com', password);
    await admin.open('/r/techcorp/me');
    const own = admin.fields().values.get('form-token') ?? '';
    const mallory = await new Visitor(forum.app).logIn('carol@example.com', password);
    await mallory.open('/r/techcorp/me');
    const others = mallory.fields().values.get('form-token') ?? '';
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    // A page that is not there is 404, whoever sends its form.
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO passkeys (community_id, id, user_id, credential_id, public_key, counter, name) VALUES ($1, $2, $3, 'c', 'k', 0, 'Key')`,
        [ids.techcorp, ids.firstPost, ids.admin],
      ),
    );
    const count = async () =>
      forum.asOwner(async (client) => (await client.query('SELECT FROM moderation_entries')).rowCount);
    const before = await count();
    for (const path of pages) {
      for (const [site, token] of [
        ['cross-site', own],
        ['same-site', own],
        ['same-origin', ''],
        ['same-origin', others],
      ] as const) {
        const answer = await forum.app.inject({
          method: 'POST',
          url: addressOf(path),
          headers: { cookie, accept: 'text/html', 'content-type': type, 'sec-fetch-site': site },
          payload: new URLSearchParams({ 'form-token': token, do: 'publish' }).toString(),
        });
        expect([path, site, answer.statusCode]).toEqual([path, site, 403]);
      }
    }
    expect(await count()).toBe(before);
    await admin.open('/r/techcorp/me');
    expect(admin.page.statusCode).toBe(200);
  });
});

it('leads nobody out of the community after a log-in', async () => {
  for (const to of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/r/techcorp/..//evil.example',
    '/r/techcorp/%2e%2e/%2e%2e//evil.example',
    '/r/techcorp\\..\\..\\/evil.example',
    '/r/techcorpevil',
    'javascript:alert(1)',
    '/r/techcorp@evil.example',
    '\t//evil.example',
    '/r/retail/me',
    'http://reader.invalid@evil.example/r/techcorp/',
  ]) {
    const visitor = new Visitor(forum.app);
    await visitor.open(`/r/techcorp/login?to=${encodeURIComponent(to)}`);
    const { target, values } = visitor.fields();
    values.set('email', 'bob@example.com');
    values.set('password', password);
    values.set('to', to);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await forum.app.inject({
      method: 'POST',
      url: target,
      headers: { cookie, accept: 'text/html', 'content-type': type },
      payload: values.toString(),
    });
    expect([to, answer.statusCode]).toEqual([to, 303]);
    const { origin, pathname } = new URL(String(answer.headers.location), 'http://forum.example');
    expect([to, origin, /^\/r\/techcorp(\/|$)/.test(pathname)]).toEqual([to, 'http://forum.example', true]);
  }
});

it('writes no address into an answer that a request has named', async () => {
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'gopher',
    'x-original-url': '/evil.example',
    'x-rewrite-url': '/evil.example',
    forwarded: 'host=evil.example',
    origin: 'https://evil.example',
    referer: 'https://evil.example/',
  };
  const addresses = [
    '/',
    '/r/techcorp',
    `/r/techcorp/posts/${ids.firstPost}`,
    '/r/techcorp/feed.atom',
    '/openapi.json',
    '/docs',
  ];
  for (const url of [...addresses, '/c/techcorp/posts', '/r/techcorp/nowhere', '/nowhere']) {
    for (const accept of ['text/html', 'application/json']) {
      const answer = await forum.app.inject({ url, headers: { ...headers, accept } });
      expect([url, accept, answer.statusCode < 500]).toEqual([url, accept, true]);
      const said = `${answer.body} ${JSON.stringify(answer.headers)}`;
      expect([url, accept, said.includes('evil.example'), said.includes('gopher')]).toEqual([
        url,
        accept,
        false,
        false,
      ]);
    }
  }
});

it('takes no cursor that it did not give, on any list', async () => {
  const document = z.object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({ parameters: z.array(z.looseObject({ name: z.string().optional() })).optional() }),
      ),
    ),
  });
  const { paths } = document.parse((await forum.app.inject('/openapi.json')).json());
  const lists = Object.entries(paths).flatMap(([path, { get }]) =>
    path.startsWith('/c/{community}') && get?.parameters?.some(({ name }) => name === 'cursor') ? [path] : [],
  );
  expect(lists.length).toBeGreaterThan(12);
  const admin = await logIn(forum, 'admin@forum.com');
  const names = ['inbox', 'own', 'followed', 'queue', 'moderation', 'new', 'active', 'top', 'search'];
  const keys = [null, 'x', ['x'], ['+275760-09-13T00:00:00.000Z', '0'], [{}, []], { __proto__: [] }];
  const forged = [
    '',
    '%00',
    'null',
    made(null),
    made([]),
    ...names.flatMap((name) => keys.map((key) => made([name, key]))),
  ];
  for (const path of lists) {
    const address = path
      .replace('/c/{community}', '')
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => somewhere[name] ?? ids.firstPost);
    for (const cursor of forged) {
      const query = address.includes('search') ? 'q=post&' : '';
      const answer = await admin.ask('GET', `${address}?${query}cursor=${encodeURIComponent(cursor)}`);
      expect([path, cursor, answer.statusCode]).toEqual([path, cursor, 400]);
    }
  }
}, 120_000);

describe('at once', () => {
  it('points are given as often as there are any, a thread is followed once, and one reply is the answer', async () => {
    const own = await carol.ask('POST', '/posts', {
      channel: 'general',
      title: 'A question',
      body: 'Which?',
    });
    const { id } = own.json<{ id: string }>();
    const before = await balance(carol);
    const tips = await Promise.all(
      Array.from({ length: 8 }, () => carol.ask('POST', '/tips', { to: 'bob', amount: before })),
    );
    expect(tips.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(await balance(carol)).toBe(0);
    const follows = await Promise.all(Array.from({ length: 8 }, () => bob.ask('PUT', `/posts/${id}/follow`)));
    expect(new Set(follows.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const replies = await Promise.all(
      ['One', 'Two', 'Three'].map(async (body) => {
        return (await bob.ask('POST', `/posts/${id}/comments`, { body })).json<{ id: string }>().id;
      }),
    );
    await Promise.all(replies.map((reply) => carol.ask('PUT', `/comments/${reply}/accepted`)));
    const { comments } = (await carol.ask('GET', `/posts/${id}`)).json<{
      comments: { accepted: boolean }[];
    }>();
    expect(comments.filter(({ accepted }) => accepted)).toHaveLength(1);
    const reports = await Promise.all(
      Array.from({ length: 6 }, () => bob.ask('POST', '/reports', { reason: 'SPAM', postId: id })),
    );
    expect(reports.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
  });
});
