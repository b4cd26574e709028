import { setTimeout as sleep } from 'node:timers/promises';
import { hostsOf, withHosts } from '@agora/postgres';
import { slowTests } from '@agora/testkit';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { tokens } from '../../domain/sessions/tokens.ts';
import { startServer } from '../../start-server.ts';
import { password } from '../../testing/forum/forum-rows.fixture.ts';
import { useReplicatedForum } from '../../testing/servers/replicated-forum.fixture.ts';

const forum = useReplicatedForum(({ primary, replica }) => ({
  DATABASE_URL: withHosts(
    primary,
    [primary, replica].map((url) => new URL(url).host),
  ),
  PORT: '0',
}));

const writers = slowTests ? 16 : 4;
/** Posts of each writer that must be accepted after the failover. */
const after = slowTests ? 100 : 5;
/** Milliseconds in which the API must be back once the replica has been promoted. */
const backMs = 10_000;

/** One post of a writer, and how often it was sent until it was accepted. */
interface Accepted {
  readonly key: string;
  readonly id: string;
  readonly sent: number;
  readonly at: number;
}

it('goes over to the promoted replica by itself: nothing that was accepted is lost or done twice', async () => {
  expect(hostsOf(forum.config.database.url)).toHaveLength(2);
  await forum.on(forum.primary, async (client) => {
    await client.query("ALTER SYSTEM SET synchronous_standby_names = 'two'");
    await client.query('SELECT pg_reload_conf()');
    await expect
      .poll(async () => (await client.query('SELECT sync_state FROM pg_stat_replication')).rows, {
        timeout: 60_000,
      })
      .toEqual([{ sync_state: 'sync' }]);
  });
  const server = await startServer({ config: forum.config });
  const ask = (
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Response | undefined> =>
    fetch(`${server.url}/c/techcorp${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).catch(() => undefined);
  try {
    const login = await ask('/auth/login', { email: 'bob@example.com', password });
    if (login === undefined) throw new Error('Nobody can log in.');
    const { accessToken } = tokens.parse(await login.json());
    const accepted: Accepted[] = [];
    const stop = new AbortController();
    /** As clients should: the same request under the same key until there is an answer. */
    const write = async (key: string): Promise<void> => {
      for (let sent = 1; ; sent += 1) {
        const answer = await ask(
          '/posts',
          { channel: 'general', title: key, body: 'Written while a server was killed.' },
          { authorization: `Bearer ${accessToken}`, 'idempotency-key': key },
        );
        if (answer?.status === 201) {
          const { id } = z.object({ id: z.string() }).parse(await answer.json());
          accepted.push({ key, id, sent, at: performance.now() });
          return;
        }
        expect([undefined, 503]).toContain(answer?.status);
        await sleep(50);
      }
    };
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let turn = 0; !stop.signal.aborted; turn += 1) await write(`Load ${writer} ${turn}`);
      }),
    );
    await expect.poll(() => accepted.length, { timeout: 60_000 }).toBeGreaterThan(writers * 3);
    await forum.primary.kill();
    await sleep(300);
    const before = accepted.length;
    await forum.on(forum.replica, (client) => client.query('SELECT pg_promote()'));
    const promoted = performance.now();
    await expect.poll(() => accepted.length, { timeout: 120_000 }).toBeGreaterThan(before + writers * after);
    const first = accepted[before];
    expect((first?.at ?? Infinity) - promoted).toBeLessThan(backMs);

    // The old one comes back and takes itself for the primary: the API stays.
    await forum.primary.restart();
    await sleep(1500);
    stop.abort();
    await writing;
    await write('The last one');

    const { rows } = await forum.on(forum.replica, (client) =>
      client.query<{ title: string; ids: string[] }>(
        `SELECT title, array_agg(id) AS ids FROM posts WHERE body LIKE 'Written while%' GROUP BY title`,
      ),
    );
    const kept = new Map(rows.map(({ title, ids }) => [title, ids]));
    expect(accepted.filter(({ key, id }) => kept.get(key)?.join() !== id)).toEqual([]);
    expect(kept.size).toBe(accepted.length);
    // Else nothing was under way when the server was killed, and nothing is proved.
    expect(accepted.some(({ sent }) => sent > 1)).toBe(true);
  } finally {
    await server.close();
  }
}, 300_000);
