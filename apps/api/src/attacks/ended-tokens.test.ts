import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashOpaqueToken, makeOpaqueToken } from '../auth/opaque-token.ts';
import { Database } from '../database/database.ts';
import { sql } from '@agora/db/sql';
import { uuid7 } from '../database/uuid7.ts';
import { tokens } from '../domain/sessions/tokens.ts';
import { rotateTokenSql } from '../features/accounts/sessions/rotate-token.sql.ts';
import { ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../testing/forum/invariants.fixture.ts';
import { lockWaiters } from '../testing/lock-waiters.fixture.ts';
import { logIn, type Member, memberOf } from '../testing/forum/member.fixture.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.fixture.ts';
import { startProxy } from '../testing/servers/proxy.fixture.ts';

// An access token is good until it expires, unless it is ended: then for nothing, at once, wherever it is presented.

const forum = useForum();
const passkey = new SoftwareAuthenticator('https://forum.example').create({
  challenge: 'eA',
  user: { id: 'eA' },
});
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ security: z.array(z.record(z.string(), z.unknown())).optional() })),
  ),
});
const verb = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
let routes: { method: z.output<typeof verb>; path: string; guarded: boolean }[];

/** Bodies and queries that pass the schemas, so that a request gets as far as the database. */
const bodies: readonly [RegExp, object][] = [
  [/^PUT \S+\/role$/, { role: 'MEMBER' }],
  [/posts$/, { channel: 'general', title: 'Of a dead token', body: 'x' }],
  [/comments$/, { body: 'Of a dead token' }],
  [/split$/, { comments: [ids.firstPost], title: 'Of a dead token' }],
  [/merge$/, { into: ids.firstPost }],
  [/slow-mode$/, { slowSeconds: 60 }],
  [/mute$/, { until: null }],
  [/removal$/, { reason: 'Of a dead token' }],
  [/undo$/, {}],
  [/purges$/, { kind: 'POST', target: ids.firstPost, reason: 'Of a dead token' }],
  [/resolution$/, { decision: 'REMOVE', resolution: 'Of a dead token' }],
  [/moderation\/settings$/, { holdNewMembers: 'LINKS', newMemberDays: 2 }],
  [/PATCH .*\/posts\/[^/]+$/, { title: 'Of a dead token' }],
  [/PATCH .*\/comments\/[^/]+$/, { body: 'Of a dead token' }],
  [/POST .*\/channels$/, { slug: 'of-a-dead-token', name: 'Of a dead token' }],
  [/PATCH .*\/channels\/[^/]+$/, { name: 'Of a dead token' }],
  [/POST .*\/tags$/, { slug: 'of-a-dead-token', name: 'Of a dead token', colour: '#336699' }],
  [/PATCH .*\/tags\/[^/]+$/, { name: 'Of a dead token' }],
  [/moderation$/, { status: 'HIDDEN' }],
  [/decision$/, { status: 'DISMISSED', resolution: 'Of a dead token' }],
  [/bans$/, { user: 'carol', reason: 'Of a dead token' }],
  [/reports$/, { user: 'carol', reason: 'SPAM' }],
  [/tips$/, { to: 'carol', amount: 1 }],
  [/notifications\/read$/, { upTo: ids.firstPost }],
  [/me\/oauth$/, { code: 'x'.repeat(43), codeVerifier: 'x'.repeat(43) }],
  [/PATCH .*\/me$/, { displayName: 'Of a dead token' }],
  [/PATCH .*\/me\/preferences$/, { theme: 'dark' }],
  [/me\/email$/, { email: 'of-a-dead-token@example.com', currentPassword: password }],
  [/POST .*\/me\/two-factor$/, { currentPassword: password }],
  [/two-factor\/confirmation$/, { code: '123456' }],
  [/me\/passkeys\/options$/, { currentPassword: password }],
  [/POST .*\/me\/passkeys$/, { name: 'Phone', answer: passkey }],
  [/PUT .*\/me\/passkeys/, { name: 'Phone' }],
  [/DELETE .*\/me\/passkeys/, { currentPassword: password }],
  [/DELETE .*\/two-factor$|recovery-codes$/, { currentPassword: password, code: '123456' }],
  [/DELETE .*\/me$/, { currentPassword: password }],
  [/auth\/password$/, { currentPassword: password, newPassword: 'another password' }],
];
/** Answered from memory, or before the token is of interest: nothing of the database is shown or changed. */
const unasked = new Set(['GET /c/{community}']);

const parameters: Readonly<Record<string, string>> = {
  community: 'techcorp',
  channel: 'general',
  tag: 'tutorial',
  user: 'carol',
  cid: 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
};
const addressOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? ids.firstPost);

beforeAll(async () => {
  const { paths } = document.parse((await forum.app.inject({ url: '/openapi.json' })).json());
  routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/c/{community}'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        method: verb.parse(method.toUpperCase()),
        path,
        guarded: security?.every((way) => 'accessToken' in way) === true,
      })),
    );
});

/** What each route that takes a token answers to one. */
async function answers(member: Member): Promise<[string, number, string][]> {
  const given: [string, number, string][] = [];
  for (const { method, path, guarded } of routes) {
    const name = `${method} ${path}`;
    if (unasked.has(name) || (!guarded && (method !== 'GET' || path.includes('/auth/')))) continue;
    const body = bodies.find(([pattern]) => pattern.test(name))?.[1];
    const address = `${addressOf(path)}?q=post`.replace('/c/techcorp', '');
    const answer = await member.ask(method, address, method === 'GET' ? undefined : body, {
      'if-match': '"1"',
    });
    given.push([name, answer.statusCode, z.object({ code: z.string() }).parse(answer.json()).code]);
  }
  return given;
}

const login = async () => {
  const payload = { email: 'carol@example.com', password };
  const answer = await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/login', payload });
  return tokens.parse(answer.json());
};
/** The statement of a refresh that makes a token with this hash. */
const rotation = (refreshToken: string, nextHash: Uint8Array) => {
  const presented = hashOpaqueToken(refreshToken);
  const next = { nextId: uuid7(), nextHash, days: 30, device: null, leewaySeconds: 0 };
  const { text, values } = rotateTokenSql({ communityId: ids.techcorp, presented, ...next });
  return { text, values: [...values] };
};
const post = (path: string, refreshToken: string) =>
  forum.app.inject({ method: 'POST', url: `/c/techcorp/auth/${path}`, payload: { refreshToken } });

describe('a token whose session was logged out', () => {
  it('is refused by every route, as are those that it was refreshed to; other sessions go on', async () => {
    const [first, other] = [await login(), await login()];
    const next = tokens.parse((await post('refresh', first.refreshToken)).json());
    expect((await post('logout', next.refreshToken)).statusCode).toBe(204);
    for (const { accessToken } of [first, next]) {
      const refused = await answers(memberOf(forum, accessToken));
      expect(refused.length).toBeGreaterThan(35);
      expect(refused.filter(([, status, code]) => status !== 401 || code !== 'auth.invalid_token')).toEqual(
        [],
      );
    }
    expect((await memberOf(forum, other.accessToken).ask('GET', '/me')).statusCode).toBe(200);
    expect((await post('refresh', other.refreshToken)).statusCode).toBe(200);
  });

  it('is refused, too, when a refresh token of its session was used twice', async () => {
    const first = await login();
    const next = tokens.parse((await post('refresh', first.refreshToken)).json());
    expect((await post('refresh', first.refreshToken)).statusCode).toBe(401);
    expect((await memberOf(forum, next.accessToken).ask('GET', '/me')).statusCode).toBe(401);
  });

  it('is no good when it was refreshed while the session was being ended, nor is its refresh token', async () => {
    const { refreshToken } = await login();
    const made = makeOpaqueToken();
    await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT agora_set_community($1)', [ids.techcorp]);
      await client.query(rotation(refreshToken, made.hash));
      const ended = post('logout', refreshToken);
      await expect.poll(() => lockWaiters(client)).toBe(1);
      await client.query('COMMIT');
      expect((await ended).statusCode).toBe(204);
    });
    expect((await post('refresh', made.token)).json()).toMatchObject({ code: 'auth.invalid_refresh_token' });
  });
});

describe('a token whose sessions were ended everywhere', () => {
  it('is refused by every route, and nothing happens', async () => {
    const admin = await logIn(forum, 'admin@forum.com');
    expect((await admin.ask('POST', '/auth/logout-everywhere', {})).statusCode).toBe(204);
    const refused = await answers(admin);
    expect(refused.length).toBeGreaterThan(35);
    expect(refused.filter(([, status, code]) => status !== 401 || code !== 'auth.invalid_token')).toEqual([]);
    const { rows } = await forum.asOwner((client) =>
      client.query(
        `SELECT title FROM posts WHERE title = 'Of a dead token' OR status = 'HIDDEN' AND id = $1
        UNION ALL SELECT reason FROM bans WHERE reason = 'Of a dead token'
        UNION ALL SELECT display_name FROM users WHERE display_name = 'Of a dead token'
        UNION ALL SELECT theme FROM user_preferences WHERE theme = 'dark'`,
        [ids.firstPost],
      ),
    );
    expect(rows).toEqual([]);
    const again = await logIn(forum, 'admin@forum.com');
    expect((await again.ask('GET', '/me')).statusCode).toBe(200);
  });

  it('says how to go on', async () => {
    const member = await logIn(forum, 'carol@example.com');
    await member.ask('POST', '/auth/logout-everywhere', {});
    const answer = await member.ask('GET', '/me');
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('is one from before the password changed, too', async () => {
    const [before, other] = [
      await logIn(forum, 'carol@example.com'),
      await logIn(forum, 'carol@example.com'),
    ];
    const change = { currentPassword: password, newPassword: password };
    expect((await before.ask('POST', '/auth/password', change)).statusCode).toBe(204);
    expect((await before.ask('GET', '/me')).statusCode).toBe(401);
    expect((await other.ask('GET', '/posts')).statusCode).toBe(401);
    expect((await (await logIn(forum, 'carol@example.com')).ask('GET', '/me')).statusCode).toBe(200);
  });

  it('leaves no refresh token behind that came about while all were ended', async () => {
    const email = 'moderator@forum.com';
    const login = { method: 'POST', url: '/c/techcorp/auth/login', payload: { email, password } } as const;
    const { accessToken, refreshToken } = tokens.parse((await forum.app.inject(login)).json());
    await forum.asOwner(async (client) => {
      // A refresh that has made its next token and not committed it yet, while logging out has begun.
      await client.query('BEGIN');
      await client.query('SELECT agora_set_community($1)', [ids.techcorp]);
      await client.query(rotation(refreshToken, makeOpaqueToken().hash));
      const ended = forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/auth/logout-everywhere',
        headers: { authorization: `Bearer ${accessToken}` },
        payload: {},
      });
      await expect.poll(() => lockWaiters(client)).toBe(1);
      await client.query('COMMIT');
      expect((await ended).statusCode).toBe(204);
    });
    const { rows } = await forum.asOwner((client) =>
      client.query(
        'SELECT count(*)::int AS alive FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL',
        [ids.moderator],
      ),
    );
    expect(rows).toEqual([{ alive: 0 }]);
  });
});

/** Bans bob. */
const ban = async (endsAt?: string): Promise<{ id: string }> => {
  const moderator = await logIn(forum, 'moderator@forum.com');
  const answer = await moderator.ask('POST', '/bans', {
    user: 'bob',
    reason: 'Spam',
    ...(endsAt && { endsAt }),
  });
  return z.object({ id: z.string() }).parse(answer.json());
};

describe('a ban', () => {
  it('shuts every route at once, and opens them at once when it is lifted', async () => {
    const bob = await logIn(forum, 'bob@example.com');
    const { id } = await ban();
    const refused = await answers(bob);
    expect(refused.filter(([, status, code]) => status !== 403 || code !== 'auth.account_inactive')).toEqual(
      [],
    );
    await (await logIn(forum, 'moderator@forum.com')).ask('DELETE', `/bans/${id}`);
    expect((await bob.ask('GET', '/me')).json()).toMatchObject({ status: 'ACTIVE' });
    await expectInvariants(forum);
  });

  it('ends by itself: reading and writing work again at the moment it runs out', async () => {
    const bob = await logIn(forum, 'bob@example.com');
    const { id } = await ban(new Date(Date.now() + 3_600_000).toISOString());
    const comment = () => bob.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'Back again' });
    expect((await comment()).json()).toMatchObject({ code: 'auth.account_inactive' });
    expect((await bob.ask('GET', '/leaderboard')).statusCode).toBe(403);
    const names = async () =>
      (await forum.app.inject({ url: '/c/techcorp/leaderboard' })).json<{ items: { username: string }[] }>()
        .items;
    expect(await names()).not.toContainEqual(expect.objectContaining({ username: 'bob' }));
    // Its end comes soon, but not before what must be refused was asked, however busy the machine is.
    await forum.asOwner((client) =>
      client.query(`UPDATE bans SET ends_at = now() + interval '300 ms' WHERE id = $1`, [id]),
    );
    // For others, too, before the user has come back.
    await expect.poll(names).toContainEqual(expect.objectContaining({ username: 'bob' }));
    await expectInvariants(forum);
    expect((await comment()).statusCode).toBe(201);
    expect((await bob.ask('GET', '/me')).json()).toMatchObject({ status: 'ACTIVE' });
    await expectInvariants(forum);
  });

  it('that runs out while the next one is made leaves nobody free', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bob = await logIn(forum, 'bob@example.com');
      await forum.asOwner(async (client) => {
        await client.query(
          `INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at, ends_at)
           VALUES ($1, gen_random_uuid(), $2, $3, 'Over', now() - interval '2 minutes', now() - interval '1 minute')`,
          [ids.techcorp, ids.bob, ids.moderator],
        );
        await client.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [ids.bob]);
      });
      const [, made] = await Promise.all([bob.ask('GET', '/me'), ban()]);
      expect((await bob.ask('GET', '/me')).statusCode).toBe(403);
      await (await logIn(forum, 'moderator@forum.com')).ask('DELETE', `/bans/${made.id}`);
    }
    await expectInvariants(forum);
  });
});

describe('admitting a token', () => {
  const one = sql<object, { one: number }>({
    name: 'test-admitted',
    text: 'SELECT 1 AS one',
    parameters: [],
  })({});

  it('costs no round trip, in a batch or in a transaction of many', async () => {
    const proxy = await startProxy(forum.config.database.url);
    const database = new Database({ ...forum.config.database, url: proxy.url, poolSize: 1 });
    const viewer = {
      communityId: ids.techcorp,
      userId: ids.carol,
      tokenVersion: 0,
      sessionId: ids.firstPost,
    };
    await forum.asOwner((client) =>
      client.query('UPDATE users SET token_version = 0 WHERE id = $1', [ids.carol]),
    );
    try {
      await database.one(viewer, one);
      const before = proxy.roundTrips();
      expect(await database.run(viewer, one, one)).toEqual([[{ one: 1 }], [{ one: 1 }]]);
      expect(proxy.roundTrips() - before).toBe(1);
      await expect(database.one({ ...viewer, tokenVersion: 1 }, one)).rejects.toMatchObject({
        code: 'AG001',
      });
      await expect(database.one({ ...viewer, userId: ids.firstPost }, one)).rejects.toMatchObject({
        code: 'AG001',
      });
      await expect(database.one({ ...viewer, communityId: ids.retail }, one)).rejects.toMatchObject({
        code: 'AG001',
      });
      expect(await database.one(viewer, one)).toEqual({ one: 1 });
    } finally {
      await database.close();
      await proxy.close();
    }
  });
});
