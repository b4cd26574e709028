import { slowTests } from '@agora/testkit';
import { describe, expect, it } from 'vitest';
import type { Forum } from '../../testing/forum/forum.fixture.ts';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { logIn } from '../../testing/forum/member.fixture.ts';
import { useReplicatedForum } from '../../testing/servers/replicated-forum.fixture.ts';
import { Database } from '../database.ts';
import { Replicas } from './replicas.ts';

const forum = useReplicatedForum(({ replica }) => ({
  REPLICA_URLS: `${replica} postgresql://nobody@127.0.0.1:1/nowhere`,
  REPLICA_MAX_LAG_SECONDS: '3',
}));
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what logging in needs of it
const asForum = forum as unknown as Forum;

/** What nobody in particular sees bob called. */
const shown = async (): Promise<string> => {
  const answer = await forum.app.inject(`/c/techcorp/users/bob`);
  return answer.json<{ displayName: string }>().displayName;
};

/** Whether what nobody in particular reads comes from a replica. */
const isReadThere = async (): Promise<boolean> => {
  const before = forum.readThere;
  await shown();
  return forum.readThere > before;
};
const patience = { timeout: 60_000, interval: 100 };

/** Someone logged in, and how they take another name. */
const enter = async (email: string) => {
  const member = await logIn(asForum, email);
  const ask: typeof member.ask = (...given) => member.ask(...given);
  // Without a position it comes from the primary.
  let { etag = '' } = (await ask('GET', '/me')).headers;
  const rename = async (displayName: string): Promise<string> => {
    const { headers, statusCode } = await ask('PATCH', '/me', { displayName }, { 'if-match': etag });
    expect(statusCode).toBe(200);
    etag = headers.etag ?? '';
    return String(headers['agora-position']);
  };
  return { ask, rename };
};

it('shows everyone what they have just written, whatever a replica lacks', async () => {
  const rounds = slowTests ? 250 : 10;
  await expect.poll(isReadThere, patience).toBe(true);
  await forum.on(forum.replica, async (client) => {
    await client.query("ALTER SYSTEM SET recovery_min_apply_delay = '40ms'");
    await client.query('SELECT pg_reload_conf()');
  });
  const before = forum.readThere;
  const people = ['admin@forum.com', 'moderator@forum.com', 'bob@example.com', 'carol@example.com'];
  const misses = await Promise.all(
    people.map(async (email, index) => {
      const { ask, rename } = await enter(email);
      let missed = 0;
      for (let round = 0; round < rounds; round += 1) {
        // Nobody may be called as somebody of the team is.
        const displayName = `Name ${round} of person ${index}`;
        const position = await rename(displayName);
        // Half of them are browsers.
        const told: Record<string, string> =
          index % 2 === 0 ? { 'agora-position': position } : { cookie: `agora_position=${position}` };
        // At once, and when the replica has had time.
        for (let read = 0; read < 2; read += 1) {
          const { statusCode, body } = await ask('GET', '/me', undefined, told);
          if (statusCode !== 200 || !body.includes(displayName)) missed += 1;
        }
      }
      return missed;
    }),
  );
  expect(misses).toEqual([0, 0, 0, 0]);
  expect(forum.readThere).toBeGreaterThan(before);
}, 600_000);

it('reads what is old from it, and asks the primary for who does not say how far they have seen', async () => {
  const { ask, rename } = await enter('bob@example.com');
  await rename('Before');
  await expect.poll(shown, patience).toBe('Before');
  await expect.poll(isReadThere, patience).toBe(true);
  await forum.on(forum.replica, (client) => client.query('SELECT pg_wal_replay_pause()'));
  const position = await rename('After');
  expect(await shown()).toBe('Before');
  const nameFor = async (headers: Record<string, string>): Promise<unknown> =>
    (await ask('GET', '/me', undefined, headers)).json().displayName;
  expect(await nameFor({})).toBe('After');
  expect(await nameFor({ 'agora-position': '0/0' })).toBe('Before');
  expect(await nameFor({ 'agora-position': position })).toBe('After');
  // What is new there may be asked for by its address, as in a mail.
  const post = await ask('POST', '/posts', { channel: 'general', title: 'Fresh', body: 'From the primary.' });
  const found = await forum.app.inject(`/c/techcorp/posts/${post.json().id}`);
  expect([post.statusCode, found.statusCode]).toEqual([201, 200]);
  // Left out once it has fallen behind, and back when it has caught up.
  await expect.poll(shown, patience).toBe('After');
  expect(await isReadThere()).toBe(false);
  await forum.on(forum.replica, (client) => client.query('SELECT pg_wal_replay_resume()'));
  await expect.poll(isReadThere, patience).toBe(true);
}, 180_000);

it('keeps communities apart there, and is bound there', async () => {
  const titlesOf = async (community: string): Promise<string[]> => {
    const answer = await forum.app.inject(`/c/${community}/posts`);
    return answer.json<{ items: { title: string }[] }>().items.map(({ title }) => title);
  };
  await expect.poll(isReadThere, patience).toBe(true);
  const before = forum.readThere;
  expect(await titlesOf('retail')).toEqual(['Of another community']);
  expect(await titlesOf('techcorp')).not.toContain('Of another community');
  const smuggled = await forum.app.inject(`/c/retail/posts/${ids.firstPost}`);
  expect(smuggled.statusCode).toBe(404);
  expect(forum.readThere).toBeGreaterThanOrEqual(before + 3);
});

it('goes on while it is dead, and takes it back', async () => {
  await expect.poll(isReadThere, patience).toBe(true);
  const statuses = new Set<number>();
  const asking = new AbortController();
  const asked = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!asking.signal.aborted) statuses.add((await forum.app.inject('/c/techcorp/posts')).statusCode);
    }),
  );
  await forum.replica.kill();
  await expect.poll(isReadThere, patience).toBe(false);
  await forum.replica.restart();
  await expect.poll(isReadThere, patience).toBe(true);
  const { body } = await forum.app.inject('/metrics');
  const [there = ''] = forum.config.database.replicas.urls;
  expect(body).toContain(`agora_replica_used{replica="${new URL(there).host}"} 1`);
  expect(body).toContain('agora_replica_used{replica="127.0.0.1:1"} 0');
  asking.abort();
  await asked;
  expect([...statuses]).toEqual([200]);
}, 180_000);

it('asks it once for what it gives up to follow the primary', async () => {
  const settings = { ...forum.config.database, url: forum.config.database.replicas.urls[0]! };
  const there = new Database(settings, { replica: true });
  await forum.on(forum.replica, async (client) => {
    await client.query('ALTER SYSTEM SET max_standby_streaming_delay = 0');
    await client.query('SELECT pg_reload_conf()');
  });
  let asked = 0;
  const reading = there
    .session(undefined, (session) => {
      asked += 1;
      return session.one(undefined, {
        name: 'long read',
        text: 'SELECT pg_sleep(60), (SELECT count(*) FROM users)',
        values: [],
      });
    })
    .catch(String);
  await expect
    .poll(async () => {
      const isReading = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
      return forum.on(forum.replica, async (client) => (await client.query(isReading)).rowCount);
    }, patience)
    .toBe(1);
  await forum.on(forum.primary, (client) =>
    client.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE; COMMIT'),
  );
  expect(await reading).toContain('conflict with recovery');
  expect(asked).toBe(1);
  await there.close();
});

/** What is said of a server as a replica. */
const lookAt = async (url: string, environment: 'development' | 'production'): Promise<string> => {
  const said: string[] = [];
  const database = { ...forum.config.database, replicas: { urls: [url], maxLagMs: 60_000 } };
  const replicas = new Replicas(forum.database, { database, environment }, (_, message) =>
    said.push(message),
  );
  await replicas.look();
  await replicas.close();
  return said.join();
};

describe('leaves out', () => {
  it('what is no replica, and one whose login no policy binds', async () => {
    const [there = ''] = forum.config.database.replicas.urls;
    expect(await lookAt(forum.config.database.url, 'development')).toMatch('it is no replica');
    expect(await lookAt(there, 'production')).toMatch('could read past row-level security');
    expect(await lookAt('postgresql://nobody@127.0.0.1:1/nowhere', 'development')).toMatch('ECONNREFUSED');
    expect(await lookAt(there, 'development')).toBe('A replica is read from.');
  });
});
