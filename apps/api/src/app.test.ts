import { describe, expect, it } from 'vitest';
import { apiErrorCodes } from './error-codes.ts';
import { channelList } from './features/channels/list-channels.ts';
import { communityPage } from './domain/communities/schema.ts';
import { userProfile } from './domain/profiles/profile.ts';
import { userPage } from './features/users/list-users.ts';
import { problem } from './http/problem.ts';
import { ids } from './testing/forum/forum-rows.fixture.ts';
import { useForum } from './testing/forum/forum.fixture.ts';

const forum = useForum();
const get = async (url: string) => forum.app.inject({ url });

describe('the bare address', () => {
  it('says where to go, and the places answer', async () => {
    const { links } = (await get('/')).json<{ links: Record<string, string> }>();
    for (const link of [links['documentation'], links['openapi'], links['communities'], links['health']]) {
      expect((await get(link ?? '')).statusCode).toBeLessThan(303);
    }
  });

  it('lists communities', async () => {
    const first = communityPage.parse((await get('/communities?limit=1')).json());
    expect(first.items.map((item) => item.slug)).toEqual(['retail']);
    const second = communityPage.parse((await get(`/communities?limit=1&cursor=${first.next}`)).json());
    expect(second).toMatchObject({ items: [{ slug: 'techcorp' }], next: null });
  });

  it('is healthy', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect((await get('/health/ready')).json()).toMatchObject({ status: 'ok' });
  });
});

describe('a community', () => {
  it('answers by slug and by id, and is 404 otherwise', async () => {
    expect((await get('/c/techcorp')).json()).toMatchObject({ id: ids.techcorp, slug: 'techcorp' });
    expect((await get(`/c/${ids.techcorp}`)).json()).toMatchObject({ slug: 'techcorp' });
    for (const url of [
      '/c/nowhere',
      '/c/nowhere/posts',
      '/c/33333333-3333-3333-3333-333333333333/channels',
    ]) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'community.not_found' });
    }
  });

  it('lists its channels in order, with their posts counted', async () => {
    const { items } = channelList.parse((await get('/c/techcorp/channels')).json());
    expect(items).toMatchObject([
      { slug: 'general', postCount: 24, postRole: 'MEMBER' },
      { slug: 'announcements', postCount: 6, postRole: 'MODERATOR' },
    ]);
    expect((await get('/c/techcorp/channels/general')).json()).toEqual(items[0]);
    expect((await get('/c/retail/channels/announcements')).statusCode).toBe(404);
  });

  it('lists its users, and no secret of theirs', async () => {
    const answer = await get('/c/techcorp/users?limit=3');
    const page = userPage.parse(answer.json());
    expect(page.items.map((user) => user.username)).toEqual(['admin', 'bob', 'carol']);
    const rest = userPage.parse((await get(`/c/techcorp/users?cursor=${page.next}`)).json());
    expect(rest.items.map((user) => user.username)).toEqual(['mallory', 'moderator']);
    expect(answer.body).not.toMatch(/argon2|@example\.com/);
    const bob = userProfile.parse((await get('/c/techcorp/users/bob')).json());
    expect(bob).toEqual((await get(`/c/techcorp/users/${ids.bob}`)).json());
    expect((await get(`/c/retail/users/${ids.bob}`)).statusCode).toBe(404);
  });
});

describe('problems', () => {
  it('are RFC 9457 documents with a code of the table', async () => {
    const answers = await Promise.all([
      get('/nothing/here'),
      get('/c/techcorp/posts/not-an-id'),
      forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/auth/login',
        headers: { 'content-type': 'application/json' },
        payload: '{"a":',
      }),
      forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/auth/login',
        headers: { 'content-type': 'text/csv' },
        payload: 'a',
      }),
      forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/auth/login',
        payload: { email: 'x'.repeat(300_000) },
      }),
    ]);
    for (const answer of answers) {
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const body = problem.parse(answer.json());
      expect(apiErrorCodes).toHaveProperty([body.code]);
      expect(body.status).toBe(answer.statusCode);
    }
    expect(answers.map((answer) => answer.json<{ code: string }>().code)).toEqual([
      'request.not_found',
      'request.invalid',
      'request.invalid_json',
      'request.unsupported_media_type',
      'request.too_large',
    ]);
  });

  it('lead to what they mean', async () => {
    const { type, code } = problem.parse((await get('/c/techcorp/posts/not-an-id')).json());
    expect((await get(type)).json()).toMatchObject({ type, code, ...apiErrorCodes['request.invalid'] });
    expect((await get('/problems')).json<{ items: unknown[] }>().items).toHaveLength(
      Object.keys(apiErrorCodes).length,
    );
    for (const unknown of ['nonsense', '__proto__', 'toString'])
      expect((await get(`/problems/${unknown}`)).json()).toMatchObject({ code: 'resource.not_found' });
  });

  it('show neither SQL nor a stack when the server is at fault', async () => {
    await forum.asOwner((client) => client.query('ALTER TABLE channels RENAME TO rooms'));
    const answer = await get('/c/techcorp/channels');
    await forum.asOwner((client) => client.query('ALTER TABLE rooms RENAME TO channels'));
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
      code: 'server.error',
      detail: 'Something went wrong on our side.',
    });
    expect(answer.body).not.toMatch(/SELECT|relation|\.ts|node_modules/);
    expect((await get('/c/techcorp/channels')).statusCode).toBe(200);
  });
});

describe('documentation', () => {
  it('is OpenAPI 3.1 and lists every route once, each with its answers', async () => {
    const document = (await get('/openapi.json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, unknown> };
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/c/{community}/posts/{post}');
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        expect(operation.summary, `${method} ${path}`).toBeTruthy();
        expect(Object.keys(operation.responses), `${method} ${path}`).toContain('500');
      }
    }
    // Examples are made of these: no bounds that every number has, no expression behind a format.
    expect(JSON.stringify(document)).not.toMatch(/9007199254740991|"format":"(?:uuid|date-time)","pattern"/);
    const references = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      (match) => match[1],
    );
    expect(Object.keys(document.components.schemas).toSorted((a, b) => a.localeCompare(b))).toEqual(
      [...new Set(references)].toSorted((a, b) => (a ?? '').localeCompare(b ?? '')),
    );
  });

  it('has a name of its own for each operation, and says where the API is', async () => {
    const { paths, servers } = (await get('/openapi.json')).json<{
      paths: Record<string, Record<string, { operationId?: string }>>;
      servers: unknown;
    }>();
    const names = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId ?? 'none'),
    );
    expect(names.length).toBeGreaterThan(70);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(
      names.filter(
        (name) => name === 'none' || !/^[a-z]+([A-Z][a-z]+)*$/.test(name.replace('OAuth', 'Oauth')),
      ),
    ).toEqual([]);
    expect(servers).toMatchObject([{ url: '/' }, { url: 'http://127.0.0.1:3000' }]);
  });
});
