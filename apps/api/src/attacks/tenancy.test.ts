import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { foreign, ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// Walks every route of the OpenAPI document below a community, with tokens and ids of another.

const forum = useForum();
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ security: z.array(z.record(z.string(), z.unknown())).optional() })),
  ),
});
/** Queries without which a route does not look for its target. */
const queries: readonly [RegExp, string][] = [[/\/start$/, `?code_challenge=${'x'.repeat(43)}`]];
const verb = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
let admin: Member;
let routes: { method: string; path: string; guarded: boolean }[];

const foreignComment = '01900000-0000-7000-8000-000000005001';
const foreignBan = '01900000-0000-7000-8000-000000005002';
const foreignReport = '01900000-0000-7000-8000-000000005003';
const foreignAccount = '01900000-0000-7000-8000-000000005005';
const foreignMedium = '01900000-0000-7000-8000-000000005005';
const foreignCid = `bafkrei${'a'.repeat(52)}`;
const foreignSession = '01900000-0000-7000-8000-000000005006';
const foreignEntry = '01900000-0000-7000-8000-000000005007';
const foreignPasskey = '01900000-0000-7000-8000-000000005008';
const foreignUser = '01900000-0000-7000-8000-000000005004';

/** Ids of things in the other community, by the name of the parameter. */
const foreignIds: Readonly<Record<string, string>> = {
  post: foreign.post,
  comment: foreignComment,
  user: foreign.bob,
  channel: 'only-there',
  tag: 'only-there',
  ban: foreignBan,
  report: foreignReport,
  medium: foreignMedium,
  cid: foreignCid,
  provider: 'only-there',
  account: foreignAccount,
  session: foreignSession,
  target: foreign.post,
  entry: foreignEntry,
  passkey: foreignPasskey,
};

/** A body that would be accepted, were the target one's own. */
const bodies: readonly [RegExp, object][] = [
  [/^patch \S+\/posts\/\{post\}$/, { title: 'Taken over' }],
  [/^patch \S+\/comments\/\{comment\}$/, { body: 'Taken over' }],
  [/^post \S+\/comments$/, { body: 'Taken over' }],
  [/^patch \S+\/channels\/\{channel\}$/, { name: 'Taken over' }],
  [/^patch \S+\/tags\/\{tag\}$/, { name: 'Taken over' }],
  [/^put \S+\/posts\/\{post\}\/moderation$/, { status: 'HIDDEN' }],
  [/^put \S+\/comments\/\{comment\}\/moderation$/, { status: 'HIDDEN' }],
  [/^post \S+\/split$/, { comments: [foreignComment], title: 'Taken over' }],
  [/^post \S+\/merge$/, { into: ids.firstPost }],
  [/^put \S+\/slow-mode$/, { slowSeconds: 60 }],
  [/^put \S+\/mute$/, { until: null }],
  [/^post \S+\/removal$/, { reason: 'Taken over' }],
  [/^post \S+\/undo$/, {}],
  [/^post \S+\/resolution$/, { decision: 'REMOVE', resolution: 'Taken over' }],
  [/^put \S+\/passkeys\/\{passkey\}\/name$/, { name: 'Taken over' }],
  [/^delete \S+\/passkeys\/\{passkey\}$/, { currentPassword: password }],
  [/^put \S+\/role$/, { role: 'MODERATOR' }],
  [/^post \S+\/decision$/, { status: 'DISMISSED', resolution: 'Taken over' }],
];

/** Everything the other community has, as text. */
const belongings = (): Promise<string> =>
  forum.asOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id'
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM "${name}" t WHERE community_id = $1 ORDER BY 1`,
        [ids.retail],
      );
      parts.push(`${name}: ${found.map((one) => one.row).join('\n')}`);
    }
    return parts.join('\n\n');
  });

beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  const { paths } = document.parse((await forum.app.inject({ url: '/openapi.json' })).json());
  routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/c/{community}'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method,
        path,
        guarded: operation.security?.every((way) => 'accessToken' in way) === true,
      })),
    );
  const { retail } = ids;
  await forum.asOwner((client) =>
    client.query(`
      INSERT INTO users (community_id, id, email, username, display_name, password_hash) VALUES ('${retail}', '${foreignUser}', 'eve@example.com', 'only_there', 'Eve', 'x');
      INSERT INTO channels (community_id, id, slug, name) VALUES ('${retail}', gen_random_uuid(), 'only-there', 'Only there');
      INSERT INTO tags (community_id, id, slug, name, colour) VALUES ('${retail}', gen_random_uuid(), 'only-there', 'Only there', '#000000');
      INSERT INTO comments (community_id, id, post_id, author_id, path, body) VALUES ('${retail}', '${foreignComment}', '${foreign.post}', '${foreignUser}', uuid_send('${foreignComment}'), 'Secret');
      INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, alt_text) VALUES ('${retail}', '${foreignMedium}', '${foreign.post}', '${foreignCid}', 'image/png', 1, 'Secret');
      INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at) VALUES ('${retail}', '${foreignBan}', '${foreignUser}', '${foreign.bob}', 'Secret', now());
      INSERT INTO reports (community_id, id, reporter_id, post_id, reason) VALUES ('${retail}', '${foreignReport}', '${foreignUser}', '${foreign.post}', 'SPAM');
      INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details) VALUES ('${retail}', '${foreignEntry}', '${foreignUser}', 'post.pin', '${foreign.post}', '{"reason":"Secret"}');
      INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id) VALUES ('${retail}', '${foreignAccount}', '${foreignUser}', 'only-there', 'Secret');
      INSERT INTO passkeys (community_id, id, user_id, credential_id, public_key, counter, name) VALUES ('${retail}', '${foreignPasskey}', '${foreignUser}', 'c', 'k', 0, 'Secret');
      INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at) VALUES ('${retail}', '${foreignSession}', '${foreignUser}', '${foreignSession}', sha256('x'), now() + interval '1 day')`),
  );
});

describe('every route of a community', () => {
  it('is walked', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ guarded }) => guarded).length).toBeGreaterThan(25);
  });

  it('finds nothing under an id of another community, even for an admin, and changes nothing there', async () => {
    const before = await belongings();
    const targeted = routes.filter(({ path }) => path.includes('{', '/c/{community}'.length));
    expect(targeted.length).toBeGreaterThan(15);
    for (const { method, path } of targeted) {
      const address = path
        .replace('/c/{community}', '')
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => foreignIds[name] ?? `no id for ${name}`);
      const body = bodies.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1];
      const query = queries.find(([pattern]) => pattern.test(path))?.[1] ?? '';
      const answer = await admin.ask(verb.parse(method.toUpperCase()), address + query, body, {
        'if-match': '"1"',
      });
      expect([method, path, answer.statusCode]).toEqual([method, path, 404]);
      expect(answer.body).not.toContain('Secret');
    }
    expect(await belongings()).toBe(before);
  });

  it('takes no token of another community, on any of its routes', async () => {
    const authorization = `Bearer ${admin.token}`;
    for (const { method, path } of routes) {
      const url = path
        .replace('{community}', 'retail')
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => foreignIds[name] ?? '');
      const answer = await forum.app.inject({
        method: verb.parse(method.toUpperCase()),
        url,
        headers: { authorization },
      });
      expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
    }
  });

  it('asks for a token wherever the document says so', async () => {
    for (const { method, path, guarded } of routes) {
      if (!guarded) continue;
      const url = path.replace('{community}', 'techcorp').replaceAll(/\{(\w+)\}/g, ids.firstPost);
      const answer = await forum.app.inject({ method: verb.parse(method.toUpperCase()), url, payload: {} });
      expect([method, path, [400, 401].includes(answer.statusCode)]).toEqual([method, path, true]);
    }
  });

  it('lists nothing of another community', async () => {
    const lists = routes.filter(
      ({ method, path }) => method === 'get' && !path.includes('{', '/c/{community}'.length),
    );
    for (const { path } of lists) {
      const answer = await admin.ask('GET', `${path.replace('/c/{community}', '')}?q=secret&limit=100`);
      expect([path, answer.body.includes('only_there') || answer.body.includes('Secret')]).toEqual([
        path,
        false,
      ]);
      expect([path, answer.statusCode]).toEqual([path, 200]);
    }
  });

  it('names things of another community in no body', async () => {
    const attempts = [
      admin.ask('POST', '/posts', { channel: 'only-there', title: 'x', body: 'x' }),
      admin.ask('POST', '/posts', { channel: 'general', title: 'x', body: 'x', tags: ['only-there'] }),
      admin.ask('POST', `/posts/${ids.firstPost}/comments`, { body: 'x', parentId: foreignComment }),
      admin.ask('POST', '/tips', { to: 'only_there', amount: 1 }),
      admin.ask('POST', '/bans', { user: 'only_there', reason: 'x' }),
      admin.ask('POST', '/reports', { user: 'only_there', reason: 'SPAM' }),
      admin.ask('POST', '/reports', { commentId: foreignComment, reason: 'SPAM' }),
    ];
    const codes = (await Promise.all(attempts)).map((answer) => answer.statusCode);
    expect(codes).toEqual([404, 422, 404, 404, 404, 404, 404]);
  });
});
