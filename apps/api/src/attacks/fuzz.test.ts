import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { contentId } from '../media/content-id.ts';
import { commentIds, ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../testing/forum/invariants.fixture.ts';
import { files } from '../testing/media/media-files.fixture.ts';
import { logIn } from '../testing/forum/member.fixture.ts';
import { startProvider } from '../testing/servers/oidc-provider.fixture.ts';

// Fuzzes every route from its own description: requests that match the schemas, almost match them, and do not. What comes
// back must match the description, too: `useForum` holds every answer, its status and its body, against the document.

const provider = await startProvider(['http://127.0.0.1:3000/c/techcorp/auth/oauth/local/callback']);
afterAll(() => provider.close());
const forum = useForum({ RATE_LIMIT_PER_MINUTE: '0', OAUTH_PROVIDERS: JSON.stringify([provider.settings]) });
/** In all; `FUZZ_REQUESTS=10000` for a long run. */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 2500);

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  $ref?: string;
  default?: unknown;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

let schemas: Record<string, Schema>;
let operations: { method: string; path: string; operation: Operation }[];
const tokens: string[] = [];

/** mulberry32: the same requests in every run. */
let state = 20_261_121;
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];

const odd: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e21,
  '',
  ' ',
  '\u0000',
  'NaN',
  "'; DROP TABLE posts; --",
  '%',
  '../../etc/passwd',
  '{{7*7}}',
  '<script>alert(1)</script>',
  'ünïcødé 🎉',
  '\ud800',
  'x'.repeat(5000),
  [],
  {},
  [[[]]],
  { $gt: '' },
  '9999999999999999999',
  '00000000-0000-0000-0000-000000000000',
  '2026-13-45T99:99:99Z',
  '-infinity',
  '\\',
  '"',
];
const real: readonly string[] = [
  ids.firstPost,
  ids.draft,
  contentId(files.png),
  contentId(files.jpeg),
  ids.bob,
  ids.carol,
  ...commentIds,
  'bob',
  'carol',
  'general',
  'announcements',
  'tutorial',
  'techcorp',
  'local',
  'x'.repeat(43),
  'PUBLISHED',
  'HIDDEN',
  'new',
  'top',
  '1',
  '20',
  'true',
  'A text of some words',
  '2030-01-01T00:00:00Z',
];

function make(schema: Schema, depth = 0): unknown {
  if (random() < 0.06) return pick(odd);
  if (schema.$ref !== undefined) return make(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, depth);
  if (schema.enum !== undefined) return pick(schema.enum);
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf !== undefined) return make(pick(schema.anyOf) ?? {}, depth);
  const type = Array.isArray(schema.type) ? pick(schema.type) : schema.type;
  if (type === 'object' && depth < 4) {
    const entries = Object.entries(schema.properties ?? {})
      .filter(([name]) => (schema.required?.includes(name) === true ? random() < 0.97 : random() < 0.5))
      .map(([name, property]) => [name, make(property, depth + 1)] as const);
    if (random() < 0.03)
      entries.push([pick(['role', 'points', '__proto__', 'communityId']) ?? 'x', pick(odd)]);
    return Object.fromEntries(entries);
  }
  if (type === 'array')
    return Array.from({ length: Math.floor(random() * 4) }, () => make(schema.items ?? {}, depth + 1));
  if (type === 'integer' || type === 'number') return Math.floor(random() * 60) - 2;
  if (type === 'boolean') return random() < 0.5;
  return pick(real);
}

/** Types that bytes are said to have. */
const types = [
  'application/octet-stream',
  'image/png',
  'application/json',
  'text/plain',
  'multipart/form-data',
  'x/y',
];

/** A file that is taken, whole or cut short, with a byte changed or with another file behind it; or noise. */
function makeBytes(): Buffer {
  const file = Buffer.from(pick(Object.values(files)) ?? []);
  const at = Math.floor(random() * file.length);
  const change = random();
  if (change < 0.4) return file;
  if (change < 0.6) return file.subarray(0, at);
  if (change < 0.8) return Buffer.concat([file, pick(Object.values(files)) ?? file]);
  file.writeUInt8(Math.floor(random() * 256), at);
  return file;
}

/** Hashing a password takes as long as a hundred other requests: these are asked a tenth as often. */
const hashes = /\/auth\/(login|register|password)/;

/** What a request is sent with beside what its operation wants. */
interface Circumstance {
  readonly name: string;
  readonly often: number;
  readonly change: (request: {
    method: Method;
    url: string;
    headers: Record<string, string>;
    payload?: string | Buffer;
  }) => void;
}
const methods = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
type Method = z.output<typeof methods>;
const circumstances: readonly Circumstance[] = [
  { name: 'as it should be', often: 0.8, change: () => {} },
  {
    name: 'by somebody who is suspended',
    often: 0.03,
    change: (request) => (request.headers['authorization'] = `Bearer ${suspended}`),
  },
  {
    name: 'with what is no token',
    often: 0.02,
    change: (request) =>
      (request.headers['authorization'] = pick(['Bearer x.y.z', 'Basic eA==', 'Bearer', 'x']) ?? ''),
  },
  {
    name: 'with a body of another type',
    often: 0.03,
    change: (request) => {
      request.payload ??= 'x';
      request.headers['content-type'] = pick(types) ?? '';
    },
  },
  {
    name: 'with a body that is too large',
    often: 0.02,
    change: (request) => {
      request.payload = JSON.stringify({ body: 'x'.repeat(300_000) });
      request.headers['content-type'] ??= 'application/json';
    },
  },
  {
    name: 'with a body that ends too early',
    often: 0.02,
    change: (request) => {
      request.payload = '{"a":';
      request.headers['content-type'] ??= 'application/json';
    },
  },
  {
    name: 'with another method',
    often: 0.03,
    change: (request) => (request.method = pick(methods.options) ?? 'GET'),
  },
  {
    name: 'to a community that is closed',
    often: 0.02,
    change: (request) => (request.url = request.url.replace('/c/techcorp', '/c/retail')),
  },
  {
    name: 'as an edit of another version, or none',
    often: 0.03,
    change: ({ headers }) => {
      const version = pick(['"2.x"', '*', '"1", "2"', 'W/"1795263406780"', undefined]);
      if (version === undefined) delete headers['if-match'];
      else headers['if-match'] = version;
    },
  },
];
function circumstance(): Circumstance {
  let at = random();
  for (const each of circumstances) if ((at -= each.often) < 0) return each;
  return circumstances[0]!;
}
let suspended = '';

beforeAll(async () => {
  await forum.asOwner((client) =>
    client.query(
      `UPDATE communities SET settings = settings || '{"maintenance": {"mode": "closed"}}' WHERE id = $1`,
      [ids.retail],
    ),
  );
  const document = (await forum.app.inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  }>();
  ({ schemas } = document.components);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  for (const email of people) tokens.push((await logIn(forum, email)).token);
  suspended = (await logIn(forum, 'moderator@forum.com')).token;
  await forum.asOwner(async (client) => {
    await client.query(
      `INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at)
       SELECT community_id, gen_random_uuid(), id, $1, 'Noise', now() FROM users WHERE email = 'moderator@forum.com'`,
      [ids.admin],
    );
    await client.query(`UPDATE users SET status = 'SUSPENDED' WHERE email = 'moderator@forum.com'`);
  });
});

const people = ['bob@example.com', 'carol@example.com', 'admin@forum.com'];

/** What ends tokens is asked, too: if they stayed ended, the rest would be refused at the door. */
const reviveTokens = () =>
  forum.asOwner(async (client) => {
    await client.query(
      `UPDATE bans b SET lifted_at = now() FROM users u
       WHERE u.community_id = b.community_id AND u.id = b.user_id AND u.email = ANY($1) AND b.lifted_at IS NULL`,
      [people],
    );
    await client.query("UPDATE users SET status = 'ACTIVE', token_version = 0 WHERE email = ANY($1)", [
      people,
    ]);
    await client.query(
      `UPDATE refresh_tokens t SET revoked_at = NULL FROM users u
       WHERE u.community_id = t.community_id AND u.id = t.user_id AND u.email = ANY($1)`,
      [people],
    );
  });

it('answers every request with less than 500, and shows nothing of its inside', async () => {
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  for (let count = 0; count < requests; count += 1) {
    const { method, path, operation } = operations[count % operations.length]!;
    if (hashes.test(path) && random() < 0.9) continue;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    let url = path;
    for (const { name, in: place, required, schema } of operation.parameters ?? []) {
      const value = make(schema);
      const text = typeof value === 'string' ? Buffer.from(value).toString() : JSON.stringify(value ?? '');
      if (name === 'community')
        url = url.replace('{community}', random() < 0.95 ? 'techcorp' : encodeURIComponent(text));
      else if (place === 'path')
        url = url.replace(`{${name}}`, encodeURIComponent(random() < 0.8 ? (pick(real) ?? '') : text));
      else if (place === 'query' && (required === true || random() < 0.5)) query.append(name, text);
      else if (name === 'if-match' && random() < 0.8) headers[name] = '"1"';
      else if (name === 'idempotency-key' && random() < 0.3)
        headers[name] = pick(['one', 'two', 'three']) ?? 'one';
    }
    if (random() < 0.9) headers['authorization'] = `Bearer ${pick(tokens)}`;
    const body = operation.requestBody?.content['application/json']?.schema;
    const takesBytes = operation.requestBody?.content['application/octet-stream'] !== undefined;
    const request = {
      method: methods.parse(method.toUpperCase()),
      url: query.size === 0 ? url : `${url}?${query.toString()}`,
      headers,
      ...(body === undefined
        ? takesBytes
          ? { payload: makeBytes(), headers: { ...headers, 'content-type': pick(types) ?? '' } }
          : {}
        : {
            payload: JSON.stringify(make(body)) ?? '',
            headers: { ...headers, 'content-type': 'application/json' },
          }),
    };
    const { name: how, change } = circumstance();
    change(request);
    const answer = await forum.app.inject(request);
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
    const leaks =
      answer.statusCode >= 400 &&
      /SELECT|INSERT|\bat \/(?!docs and \/openapi)|node_modules|relation "|column "/.test(answer.body);
    if (/\/(bans|logout-everywhere)$/.test(path) && answer.statusCode < 300) await reviveTokens();
    const closed = answer.statusCode === 503 && answer.body.includes('maintenance.closed');
    if ((answer.statusCode >= 500 && !closed) || leaks)
      faults.push(`${request.method} ${request.url}, ${how}: ${answer.statusCode} ${answer.body}`);
  }
  expect(faults).toEqual([]);
  // The requests went deep enough to mean something: many succeeded, and many were refused for many reasons.
  expect([...statuses.keys()]).toEqual(
    expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 413, 415, 428, 503]),
  );
  expect((statuses.get(200) ?? 0) / requests).toBeGreaterThan(0.15);
  await expectInvariants(forum);
});
