import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeBelongings, type Things } from '../testing/forum/belongings.fixture.ts';
import { foreign, ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// Walks every route of the OpenAPI document below a community, with tokens of another; with its ids: named-things.test.ts.

const forum = useForum();
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ security: z.array(z.record(z.string(), z.unknown())).optional() })),
  ),
});
const verb = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
let admin: Member;
let routes: { method: string; path: string; guarded: boolean }[];

let theirs: Required<Things>;
const thingNamed = (name: string): string =>
  Object.entries({ ...theirs, target: theirs.post }).find(([kind]) => kind === name)?.[1] ?? ids.firstPost;

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
  theirs = await forum.asOwner((client) =>
    makeBelongings(client, {
      name: 'there',
      community: ids.retail,
      id: foreign.bob,
      post: foreign.post,
      thread: foreign.post,
      commentStatus: 'PUBLISHED',
    }),
  );
});

describe('every route of a community', () => {
  it('is walked', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ guarded }) => guarded).length).toBeGreaterThan(25);
  });

  it('takes no token of another community, on any of its routes', async () => {
    const authorization = `Bearer ${admin.token}`;
    for (const { method, path } of routes) {
      const url = path
        .replace('{community}', 'retail')
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => thingNamed(name));
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
      expect([path, answer.body.includes(theirs.user) || answer.body.includes('Secret')]).toEqual([
        path,
        false,
      ]);
      expect([path, answer.statusCode]).toEqual([path, 200]);
    }
  });
});
