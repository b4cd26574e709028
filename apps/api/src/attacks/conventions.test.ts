import { describe, expect, it } from 'vitest';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';

const forum = useForum({
  CORS_ORIGINS: 'https://app.example, https://other.example',
  PUBLIC_URL: 'https://forum.example',
  COMMUNITY_HOSTS: 'forum.example',
  RATE_LIMIT_PER_MINUTE: '60',
});
const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'OPTIONS' = 'GET') =>
  forum.app.inject({ method, url, headers, remoteAddress: headers['from'] ?? '10.0.0.1' });

const login = (payload: string) =>
  forum.app.inject({
    method: 'POST',
    url: '/c/techcorp/auth/login',
    headers: { 'content-type': 'application/json' },
    payload,
    remoteAddress: '10.0.0.7',
  });

describe('headers', () => {
  it('of every answer say how a browser may treat it, and which request it was', async () => {
    for (const url of ['/c/techcorp', '/nothing', '/c/techcorp/posts?limit=0', '/health/live']) {
      const { headers } = await ask(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000',
        'cache-control': 'no-store',
      });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
    const missing = await ask('/nothing');
    expect(missing.json()).toMatchObject({ requestId: missing.headers['x-request-id'] });
  });
});

describe('CORS', () => {
  it('lets the configured origins in, and no other', async () => {
    const allowed = await ask('/c/techcorp', { origin: 'https://app.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://app.example');
    expect(allowed.headers['access-control-expose-headers']).toContain('etag');
    for (const origin of ['https://evil.example', 'null', 'https://app.example.evil']) {
      expect((await ask('/c/techcorp', { origin })).headers).not.toHaveProperty(
        'access-control-allow-origin',
      );
    }
  });

  it('keeps what else an answer differs by', async () => {
    expect((await ask(`/c/techcorp/posts/${ids.firstPost}`)).headers['vary']).toBe('origin, authorization');
    expect((await ask('/r/techcorp')).headers['vary']).toBe('origin, accept, cookie');
  });

  it('answers preflights', async () => {
    const headers = { origin: 'https://other.example', 'access-control-request-method': 'PATCH' };
    const answer = await ask(`/c/techcorp/posts/${ids.firstPost}`, headers, 'OPTIONS');
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('PATCH');
    expect(answer.headers['access-control-allow-headers']).toContain('if-match');
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('the community of a request', () => {
  it('is named by path, header or host', async () => {
    const byPath = (await ask('/c/techcorp/posts?limit=1')).json();
    expect((await ask('/posts?limit=1', { 'x-agora-community': 'techcorp' })).json()).toEqual(byPath);
    expect((await ask('/posts?limit=1', { 'x-agora-community': ids.techcorp })).json()).toEqual(byPath);
    expect((await ask('/posts?limit=1', { host: 'techcorp.forum.example:8080' })).json()).toEqual(byPath);
    expect((await ask('/posts?limit=1')).statusCode).toBe(404);
    for (const none of ['../retail', '%2e%2e', 'TECHCORP', 'techcorp, retail', 'x'.repeat(5000)]) {
      const answer = await ask('/posts', { 'x-agora-community': none });
      expect([none, answer.json<{ code: string }>().code]).toEqual([none, 'community.not_found']);
    }
    expect((await ask('/posts?limit=1', { host: 'TechCorp.forum.example.' })).json()).toEqual(byPath);
    const forwarded = { host: 'inner', 'x-forwarded-host': 'techcorp.forum.example' };
    expect((await ask('/posts', forwarded)).statusCode).toBe(404);
    expect((await ask('/posts', { host: 'techcorp.forum.example.evil' })).statusCode).toBe(404);
  });

  it('can be left out of every address but its own', async () => {
    const { paths } = (await ask('/openapi.json')).json<{ paths: Record<string, unknown> }>();
    const roots = Object.keys(paths).flatMap((path) => /^\/c\/\{community\}\/([^/]+)/.exec(path)?.[1] ?? []);
    for (const root of new Set(roots)) {
      const answer = await ask(`/${root}`, { 'x-agora-community': 'nowhere', from: '10.0.0.2' });
      expect(answer.json<{ instance: string }>().instance).toBe(`/c/nowhere/${root}`);
    }
  });

  it('opens its pages at its own host', async () => {
    const page = { accept: 'text/html', host: 'techcorp.forum.example' };
    expect((await ask('/', page)).headers['location']).toBe('/r/techcorp');
    expect((await ask('/', { ...page, host: 'forum.example' })).body).toContain('Global Retail Inc');
  });

  it('stays that of the path, whatever the header says', async () => {
    expect((await ask('/c/techcorp', { 'x-agora-community': 'retail' })).json()).toMatchObject({
      slug: 'techcorp',
    });
    expect((await ask('/communities', { 'x-agora-community': 'retail' })).statusCode).toBe(200);
  });
});

describe('behind a proxy that is trusted', () => {
  const proxied = useForum({ COMMUNITY_HOSTS: 'forum.example', TRUST_PROXY: 'true' });

  it('the host is the one that the proxy was asked for', async () => {
    const answers = await Promise.all(
      ['techcorp.forum.example', 'techcorp.forum.example, nowhere.forum.example'].map((forwarded) =>
        proxied.app.inject({ url: '/posts', headers: { host: 'inner', 'x-forwarded-host': forwarded } }),
      ),
    );
    expect(answers[0]?.statusCode).toBe(200);
    expect(answers[1]?.json()).toMatchObject({ code: 'community.not_found' });
  });
});

describe('behind two proxies', () => {
  const proxied = useForum({ TRUST_PROXY: '2', RATE_LIMIT_PER_MINUTE: '2' });
  const ask = (forwarded: string) =>
    proxied.app.inject({ url: '/communities', headers: { 'x-forwarded-for': forwarded } });

  it('a client is who the outer proxy saw, whatever it writes in front of that', async () => {
    const statuses: number[] = [];
    for (const invented of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      statuses.push((await ask(`${invented}, 198.51.100.7, 10.0.0.2`)).statusCode);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask('198.51.100.8, 10.0.0.2')).statusCode).toBe(200);
  });
});

describe('the rate limit', () => {
  it('counts each address for itself, and says what is left', async () => {
    for (let left = 59; left >= 0; left -= 1) {
      expect((await ask('/health/live', { from: '10.9.9.9' })).headers['ratelimit']).toContain(`;r=${left};`);
    }
    const refused = await ask('/health/live', { from: '10.9.9.9' });
    expect(refused.json()).toMatchObject({ code: 'request.too_many', status: 429 });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/health/live', { from: '10.9.9.8' })).statusCode).toBe(200);
  });
});

describe('bodies', () => {
  it('that are too large, too deep or poisoned are refused', async () => {
    expect((await login(JSON.stringify({ email: 'x'.repeat(300_000) }))).statusCode).toBe(413);
    expect((await login(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).statusCode).toBe(400);
    expect((await login('['.repeat(100_000))).statusCode).toBe(400);
    for (const payload of [
      '{"__proto__": {"role": "ADMIN"}}',
      '{"constructor": {"prototype": {"x": 1}}}',
      'null',
      '""',
      '[]',
    ]) {
      expect((await login(payload)).statusCode).toBe(400);
    }
    expect({}).not.toHaveProperty('role');
  });

  it('that are not UTF-8 are refused, and not kept with other characters', async () => {
    const payload = Buffer.concat([
      Buffer.from('{"email": "bob@example.com", "password": "'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]);
    const answer = await forum.app.inject({
      method: 'POST',
      url: '/c/techcorp/auth/login',
      headers: { 'content-type': 'application/json' },
      payload,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'request.invalid_json' }]);
  });

  it('with a character that PostgreSQL cannot hold are refused', async () => {
    const answer = await login(JSON.stringify({ email: 'bob@example.com', password: 'nul\u0000' }));
    expect(answer.statusCode).toBe(401);
    const cursor = Buffer.from(JSON.stringify(['users', 'a\u0000'])).toString('base64url');
    expect((await ask(`/c/techcorp/users?cursor=${cursor}`)).statusCode).toBe(422);
  });
});
