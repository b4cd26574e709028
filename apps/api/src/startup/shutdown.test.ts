import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { startServer } from '../start-server.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { lockWaiters } from '../testing/lock-waiters.fixture.ts';
import { patient } from '../testing/patience.fixture.ts';

// Eight requests hold a connection of the server each, more than a pooler of tests lends.
const forum = useForum({}, { pooled: false });

it('is not ready for a while before it takes no more', async () => {
  const config = parseConfig({
    ...patient,
    DATABASE_URL: forum.config.database.url,
    LOG_LEVEL: 'silent',
    PORT: '0',
    SHUTDOWN_DELAY_SECONDS: '5',
  });
  const delays: number[] = [];
  let pass: (() => void) | undefined;
  const delay = (ms: number): Promise<void> => {
    delays.push(ms);
    return new Promise((resolve) => (pass = resolve));
  };
  const server = await startServer({ config, delay });
  const ready = () => fetch(`${server.url}/health/ready`);
  expect((await ready()).status).toBe(200);
  const closing = server.close();
  const refused = await ready();
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'server.unavailable' });
  const served = await fetch(`${server.url}/c/techcorp/channels`);
  expect(served.status).toBe(200);
  expect(served.headers.get('connection')).toBe('close');
  expect(delays).toEqual([5000]);
  pass?.();
  await closing;
  await expect(ready()).rejects.toThrow('fetch failed');
});

it('lets requests in flight finish, takes no new ones, and then closes its connections', async () => {
  const config = parseConfig({
    ...patient,
    DATABASE_URL: forum.config.database.url,
    // One for each request below.
    DATABASE_POOL_SIZE: '8',
    LOG_LEVEL: 'silent',
    PORT: '0',
  });
  const openConnections = (): Promise<number> =>
    forum.asOwner(async (client) => {
      const { rows } = await client.query<{ open: number }>(
        `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'agora-api'`,
      );
      return rows[0]?.open ?? 0;
    });
  const others = await openConnections();
  const server = await startServer({ config });
  const ask = () => fetch(`${server.url}/c/techcorp/channels`);
  expect((await ask()).status).toBe(200);

  // A lock holds the requests inside the database while the server is told to end.
  await forum.asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE channels IN ACCESS EXCLUSIVE MODE');
    const inFlight = Array.from({ length: 8 }, ask);
    await expect.poll(() => lockWaiters(client)).toBe(8);
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await expect.poll(() => connects(server.url)).toBe(false);
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(closed).toBe(false);
    await client.query('COMMIT');
    for (const answer of await Promise.all(inFlight)) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toHaveProperty('items');
    }
    await closing;
  });
  await expect.poll(openConnections).toBe(others);
});

/** Whether somebody takes connections there. */
async function connects(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
