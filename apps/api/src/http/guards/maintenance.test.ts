import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ApiError } from '../../api-error.ts';
import { parseConfig } from '../../config.ts';
import { ViewCounter } from '../../domain/views/view-counter.ts';
import { logging } from '../telemetry/logging.ts';
import { answerProblems } from '../problems.ts';
import { problem } from '../problem.ts';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { logIn } from '../../testing/forum/member.fixture.ts';
import { MaintenanceModes, maintenanceKeptMs } from './maintenance.ts';

const forum = useForum();
const set = async (maintenance: object | null): Promise<void> => {
  await forum.asOwner((client) =>
    client.query(
      `UPDATE communities SET settings = jsonb_strip_nulls(settings || jsonb_build_object('maintenance', $1::jsonb)) WHERE id = $2`,
      [JSON.stringify(maintenance), ids.techcorp],
    ),
  );
  vi.advanceTimersByTime(maintenanceKeptMs + 1);
};
// What is known of a community ages when a test says so.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());
const get = (url: string, headers = {}) => forum.app.inject({ url, headers });

it('lets a community be read but not written to, then closes it, then opens it, and touches no other', async () => {
  const member = await logIn(forum, 'bob@example.com');
  const like = () => member.ask('PUT', '/posts/01900000-0000-7000-8000-000000001f02/like');

  await set({ mode: 'read-only', message: 'Back at noon.' });
  expect((await get('/c/techcorp/posts')).statusCode).toBe(200);
  expect((await get('/r/techcorp')).statusCode).toBe(200);
  const refused = await like();
  expect(refused.statusCode).toBe(503);
  expect(refused.headers['retry-after']).toBe('60');
  expect(problem.parse(refused.json())).toMatchObject({
    code: 'maintenance.read_only',
    detail: 'Back at noon.',
  });
  const login = { method: 'POST', payload: { email: 'bob@example.com', password: 'User123!' } } as const;
  expect((await forum.app.inject({ ...login, url: '/c/techcorp/auth/login' })).statusCode).toBe(503);
  expect((await forum.app.inject({ ...login, url: '/c/retail/auth/login' })).statusCode).toBe(200);

  await set({ mode: 'closed' });
  for (const url of ['/c/techcorp', '/c/techcorp/posts', `/c/${ids.techcorp}/me`]) {
    expect((await get(url)).json()).toMatchObject({ code: 'maintenance.closed' });
  }
  const page = await get('/r/techcorp', { accept: 'text/html' });
  expect(page.statusCode).toBe(503);
  expect(page.body).toContain('closed for a while');
  expect((await get('/c/retail/posts')).statusCode).toBe(200);
  expect((await get('/health/ready')).statusCode).toBe(200);

  await set(null);
  expect((await get('/c/techcorp/posts')).statusCode).toBe(200);
  expect((await like()).statusCode).toBe(404);
});

it('writes nothing itself while a community is read-only, nor lets a browser sign in', async () => {
  const views = async () =>
    forum.asOwner(async (client) => {
      const { rows } = await client.query<{ views: number }>(
        `SELECT view_count AS views FROM posts WHERE id = '${ids.firstPost}'`,
      );
      return rows[0]?.views;
    });
  const counter = new ViewCounter(forum.database, forum.app.log);
  const before = await views();
  await set({ mode: 'read-only' });
  counter.count(ids.techcorp, ids.firstPost);
  await counter.flush();
  expect(await views()).toBe(before);
  for (const step of ['start', 'callback'])
    expect((await get(`/c/techcorp/auth/oauth/example/${step}`)).json()).toMatchObject({
      code: 'maintenance.read_only',
    });
  await set(null);
  counter.count(ids.techcorp, ids.firstPost);
  await counter.close();
  expect(await views()).toBe((before ?? 0) + 1);
});

it('is no fault in the log', async () => {
  const log = new PassThrough();
  const { logger } = logging(parseConfig({ DATABASE_URL: 'postgresql://127.0.0.1/none' }));
  if (typeof logger !== 'object') throw new Error('nothing is logged');
  const app = Fastify({ logger: { ...logger, stream: log } });
  answerProblems(app);
  app.get('/closed', () => {
    throw new ApiError('maintenance.closed', 'Back at noon.');
  });
  app.get('/broken', () => {
    throw new Error('broken');
  });
  for (const url of ['/closed', '/broken']) await app.inject({ url });
  await app.close();
  log.end();
  const levels = (await text(log))
    .split('\n')
    .flatMap((line) => /"level":50.*"msg":"([^"]*)"/.exec(line)?.[1] ?? []);
  expect(levels).toEqual(['Something went wrong on our side.']);
});

it('is closed by no setting it cannot read', async () => {
  await set({ mode: 'sideways' });
  expect((await get('/c/techcorp/posts')).statusCode).toBe(200);
  await set(null);
});

it('asks again before what it knows is too old, and keeps nobody waiting for that', async () => {
  let now = 0;
  const modes = new MaintenanceModes(forum.database, () => now);
  expect(await modes.of(ids.techcorp)).toBeUndefined();
  await set({ mode: 'closed' });
  try {
    now = maintenanceKeptMs * 0.75;
    await forum.asOwner(async (client) => {
      await client.query('BEGIN; LOCK TABLE communities');
      // The look that this one starts waits for the lock, and it does not.
      expect(await modes.of(ids.techcorp)).toBeUndefined();
      await client.query('COMMIT');
    });
    await expect.poll(() => modes.of(ids.techcorp)).toEqual({ mode: 'closed' });
    now = maintenanceKeptMs * 1.5;
    expect(await modes.of(ids.techcorp)).toEqual({ mode: 'closed' });
  } finally {
    await set(null);
  }
});
