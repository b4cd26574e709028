import { withParameters } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreign, ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { type Proxy, startProxy } from '../testing/servers/proxy.fixture.ts';
import { Database } from './database.ts';
import { assertRoleIsBound } from './role/role-guard.ts';
import { sql } from '@agora/db/sql';

const forum = useForum();
/** Its statements name no community, so that policies alone choose rows: on a cluster they ask all shards. */
const settings = () => {
  const { database } = forum.config;
  return { ...database, url: withParameters(database.url, { options: undefined }) };
};

const usernames = sql<object, { id: string }>({
  name: 'test-users',
  text: 'SELECT id FROM users ORDER BY id',
  parameters: [],
})({});
const setting = sql<object, { community: string | null; role: string; zone: string }>({
  name: 'test-setting',
  text: `SELECT nullif(current_setting('agora.community_id', true), '') AS community, current_user AS role,
    current_setting('TimeZone') AS zone`,
  parameters: [],
})({});
const divide = sql<{ by: number }, { quotient: number }>({
  name: 'test-divide',
  text: 'SELECT 1 / $1::int AS quotient',
  parameters: ['by'],
});
const broken = sql<object, object>({
  name: 'test-broken',
  text: 'SELECT nothing FROM nowhere',
  parameters: [],
})({});
const rename = sql<{ id: string; name: string }, { name: string }>({
  name: 'test-rename',
  text: 'UPDATE users SET display_name = $2 WHERE id = $1 RETURNING display_name AS name',
  parameters: ['id', 'name'],
});
const sleeping = sql<object, object>({
  name: 'test-sleep',
  text: 'SELECT FROM pg_sleep(100)',
  parameters: [],
})({});

const check = async (role: string, loginToo = false): Promise<void> => {
  const database = new Database({ ...settings(), role });
  try {
    await assertRoleIsBound(database, { loginToo });
  } finally {
    await database.close();
  }
};

describe('the connections', () => {
  it('are kept between bursts of requests, and let go of when nobody comes', async () => {
    const database = new Database({ ...settings(), poolSize: 3 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await Promise.all(Array.from({ length: 6 }, () => database.run(undefined, setting)));
      vi.advanceTimersByTime(60_000);
      expect(database.pool).toEqual({ total: 3, idle: 3, waiting: 0 });
      vi.advanceTimersByTime(600_000);
      expect(database.pool).toEqual({ total: 0, idle: 0, waiting: 0 });
    } finally {
      vi.useRealTimers();
      await database.close();
    }
  });
});

describe('run', () => {
  let proxy: Proxy;
  let database: Database;
  beforeAll(async () => {
    proxy = await startProxy(settings().url);
    database = new Database({ ...settings(), url: proxy.url, poolSize: 1 });
  });
  afterAll(async () => {
    await database.close();
    await proxy.close();
  });

  it('sees the rows of one community, and none without one', async () => {
    const [mine] = await database.run(ids.techcorp, usernames);
    expect(mine.map((user) => user.id)).toContain(ids.bob);
    expect(mine.map((user) => user.id)).not.toContain(foreign.bob);
    expect(await database.run(ids.retail, usernames)).toEqual([[{ id: foreign.bob }]]);
    expect(await database.run(undefined, usernames)).toEqual([[]]);
  });

  it('sets the community for its own transaction only', async () => {
    expect(await database.one(ids.techcorp, setting)).toEqual({
      community: ids.techcorp,
      role: 'agora_app',
      zone: 'UTC',
    });
    expect(await database.one(undefined, setting)).toMatchObject({ community: null });
  });

  it('takes one round trip for any number of statements, prepared or not', async () => {
    await database.run(undefined, setting);
    const before = proxy.roundTrips();
    await database.run(ids.techcorp, usernames, setting, divide({ by: 1 }), divide({ by: 1 }));
    expect(proxy.roundTrips() - before).toBe(1);
  });

  it('undoes all statements when one fails, and goes on working on the same connection', async () => {
    await expect(
      database.run(ids.techcorp, rename({ id: ids.bob, name: 'Changed' }), divide({ by: 0 }), setting),
    ).rejects.toMatchObject({ code: '22012' });
    await expect(database.run(ids.techcorp, broken)).rejects.toMatchObject({ code: '42P01' });
    await expect(database.run(ids.techcorp, broken)).rejects.toMatchObject({ code: '42P01' });
    const [users, [state], [one]] = await database.run(ids.techcorp, usernames, setting, divide({ by: 1 }));
    expect(users).toHaveLength(5);
    expect(state).toMatchObject({ community: ids.techcorp });
    expect(one).toEqual({ quotient: 1 });
    expect(database.pool).toEqual({ total: 1, idle: 1, waiting: 0 });
    const name = await forum.asOwner((client) =>
      client.query('SELECT display_name FROM users WHERE id = $1', [ids.bob]),
    );
    expect(name.rows).toEqual([{ display_name: 'Bob' }]);
  });

  it('cannot write into another community', async () => {
    expect(await database.run(ids.techcorp, rename({ id: foreign.bob, name: 'Taken over' }))).toEqual([[]]);
  });

  it('outlives the loss of a connection in the middle of a statement', async () => {
    const lost = Promise.allSettled([database.run(ids.techcorp, sleeping)]);
    await expect.poll(endSleepers).toBe(1);
    expect(await lost).toMatchObject([{ status: 'rejected', reason: { code: '57P01' } }]);
    expect(await database.one(ids.techcorp, setting)).toMatchObject({ community: ids.techcorp });
  });

  it('gives up a connection that broke and takes a new one', async () => {
    await forum.asOwner((client) =>
      client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'agora-api' AND datname = current_database()",
      ),
    );
    const answers = await Promise.allSettled([1, 2, 3].map(() => database.one(ids.techcorp, setting)));
    expect(answers.at(-1)).toMatchObject({ status: 'fulfilled', value: { community: ids.techcorp } });
  });
});

describe('transaction', () => {
  it('works with Prisma under the same role and community', async () => {
    const database = new Database(settings());
    try {
      const retail = database.for(ids.retail);
      const found = await retail.prismaTransaction((transaction) =>
        transaction.user.findMany({ select: { id: true } }),
      );
      expect(found).toEqual([{ id: foreign.bob }]);
      expect(await retail.prisma.user.findMany({ select: { id: true } })).toEqual(found);
    } finally {
      await database.close();
    }
  });
});

describe('assertRoleIsBound', () => {
  it('lets agora_app start, and refuses who could read past the policies', async () => {
    await expect(check('agora_app')).resolves.toBeUndefined();
    await expect(check('postgres')).rejects.toMatchObject({ code: 'api.unsafe_role' });
    await expect(check('agora_loader')).rejects.toMatchObject({
      code: 'api.unsafe_role',
      why: expect.stringContaining('agora_loader'),
    });
    await expect(check('agora_app', true)).rejects.toMatchObject({
      why: expect.stringContaining('the login postgres'),
    });
  });

  it('refuses a table whose policies are off, or do not bind its owner', async () => {
    await forum.asOwner((client) => client.query('ALTER TABLE bans DISABLE ROW LEVEL SECURITY'));
    await expect(check('agora_app')).rejects.toMatchObject({ why: expect.stringContaining('bans') });
    await forum.asOwner((client) =>
      client.query('ALTER TABLE bans ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY'),
    );
    await expect(check('agora_app')).resolves.toBeUndefined();
    await expect(check('agora_owner')).rejects.toMatchObject({ why: expect.stringContaining('owns') });
    await forum.asOwner((client) => client.query('ALTER TABLE bans FORCE ROW LEVEL SECURITY'));
  });

  it('says when there is no schema', async () => {
    const empty = await createTestDatabase();
    const database = new Database({ ...settings(), url: empty.url });
    await expect(assertRoleIsBound(database, { loginToo: false })).rejects.toMatchObject({
      code: 'api.schema_missing',
    });
    await database.close();
    await empty.drop();
  });

  it('says when the server does not have the role', async () => {
    await expect(check('agora_nobody')).rejects.toMatchObject({ code: 'api.schema_missing' });
  });
});

/** Ends the sessions of the database that sleep at this moment. @returns how many there were */
function endSleepers(): Promise<number | null> {
  return forum.asOwner(async (client) => {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep' AND state = 'active'`,
    );
    return rowCount;
  });
}
