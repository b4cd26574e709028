import { describe, expect, it, vi } from 'vitest';
import { buildApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { Database } from '../database/database.ts';
import { DeclaredAnswers } from '../testing/declared-answers.fixture.ts';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn } from '../testing/forum/member.fixture.ts';

// What can happen to every request, whatever it asks for, is declared of every operation.

const forum = useForum({ RATE_LIMIT_PER_MINUTE: '1000' });

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
}

/** Every operation, at an address that could be there. */
async function operations(): Promise<{ method: Method; url: string }[]> {
  const { paths } = (
    await forum.app.inject({ url: '/openapi.json', remoteAddress: '10.1.1.1' })
  ).json<Document>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document names no other
      method: method.toUpperCase() as Method,
      url: path.replace('{community}', 'techcorp').replaceAll(/\{\w+\}/g, ids.firstPost),
    })),
  );
}

/** Asks for everything in one way; the statuses that came. What is not declared, `useForum` tells. */
async function everything(request: object): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (const operation of await operations()) {
    const answer = await forum.app.inject({ ...operation, remoteAddress: '10.1.1.2', ...request });
    statuses.add(answer.statusCode);
  }
  return statuses;
}

describe('every operation declares its answer', () => {
  it.each([
    ['to nobody', {}, 401],
    ['to a token that is none', { headers: { authorization: 'Bearer x.y.z' } }, 401],
    ['to a body of another type', { headers: { 'content-type': 'text/csv' }, payload: 'a;b' }, 415],
    ['to a body that is too large', { payload: { body: 'x'.repeat(300_000) } }, 413],
    ['to a body that is no JSON', { headers: { 'content-type': 'application/json' }, payload: '{' }, 400],
  ])('%s', async (_, request, status) => {
    expect(await everything(request)).toContain(status);
  });

  it('to who has been suspended, and to edits of no version', async () => {
    const bob = await logIn(forum, 'bob@example.com');
    const carol = await logIn(forum, 'carol@example.com');
    expect(
      await everything({ headers: { authorization: `Bearer ${carol.token}` }, payload: { body: 'x' } }),
    ).toContain(428);
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [ids.bob]),
    );
    expect(await everything({ headers: { authorization: `Bearer ${bob.token}` } })).toContain(403);
  });

  it('when there were too many requests', async () => {
    // All within one window, however long they take.
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (let count = 0; count <= 1000; count += 1)
        await forum.app.inject({ url: '/health/live', remoteAddress: '10.1.1.3' });
      const statuses = await everything({ remoteAddress: '10.1.1.3' });
      expect([...statuses]).toEqual([429]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('when the database cannot be reached', async () => {
    const config = parseConfig({ DATABASE_URL: 'postgresql://127.0.0.1:1/none', LOG_LEVEL: 'silent' });
    const database = new Database(config.database);
    const app = await buildApp({ config, database });
    try {
      await app.ready();
      const declared = new DeclaredAnswers(app.swagger());
      const statuses = new Set<number>();
      for (const { method, url } of await operations()) {
        const { statusCode: status, headers, body } = await app.inject({ method, url });
        expect(declared.fault({ method, url, status, headers, body })).toBeUndefined();
        statuses.add(status);
      }
      expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 404, 503]);
    } finally {
      await app.close();
      await database.close();
    }
  });
});

it('finds what is not declared, and what is declared otherwise', async () => {
  await forum.app.ready();
  const declared = new DeclaredAnswers(forum.app.swagger());
  const json = { 'content-type': 'application/json' };
  const sent = { method: 'GET', url: '/health/live?x', status: 200, headers: json, body: '{"status":"ok"}' };
  expect(declared.fault(sent)).toBeUndefined();
  for (const [other, fault] of [
    [{ status: 418 }, 'is not declared'],
    [{ status: 503 }, 'is not declared'],
    [{ body: '{"status":"ill"}' }, 'is not as declared'],
    [{ body: '{"status":"ok","more":1}' }, 'is not as declared'],
    [{ body: '' }, 'is no JSON'],
    [{ headers: { 'content-type': 'text/plain' } }, 'is text/plain'],
    [{ method: 'PUT' }, 'there is no such operation'],
    [
      { method: 'DELETE', url: `/c/techcorp/posts/${ids.firstPost}/like`, status: 204, headers: {} },
      'is not declared',
    ],
  ] as const) {
    expect(declared.fault({ ...sent, ...other })).toContain(fault);
  }
});
