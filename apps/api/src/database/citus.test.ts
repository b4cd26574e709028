import { withConnection } from '@agora/postgres';
import { citusUrl } from '@agora/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';
import { Database } from './database.ts';

const made = z.object({ id: z.string() });
const listed = z.object({ items: z.array(z.unknown()) });

describe.skipIf(citusUrl === undefined)('a forum that is spread over a cluster', () => {
  const forum = useForum({}, { spread: true, pooled: false });
  let carol: Member;
  beforeAll(async () => {
    // What would ask more than one shard fails from here on.
    await forum.asOwner(async (client) => {
      const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
      await client.query(`ALTER DATABASE ${rows[0]!.name} SET citus.multi_task_query_log_level = 'error'`);
    });
    carol = await logIn(forum, 'carol@example.com');
  });
  const ask = (url: string) => forum.app.inject({ url: `/c/techcorp${url}` });

  it('has rows for the first who asks on a new connection', async () => {
    const fresh = new Database(forum.config.database);
    try {
      const channels = await fresh
        .for(ids.techcorp)
        .prisma.channel.findMany({ where: { communityId: ids.techcorp } });
      expect(channels).toHaveLength(2);
    } finally {
      await fresh.close();
    }
  });

  it('is read', async () => {
    const empty: string[] = [];
    for (const path of ['/channels', '/posts', '/tags', '/users', '/levels', '/leaderboard']) {
      const answer = await ask(path);
      if (answer.statusCode !== 200 || listed.parse(answer.json()).items.length === 0) empty.push(path);
    }
    expect(empty).toEqual([]);
    expect((await ask(`/posts/${ids.firstPost}`)).statusCode).toBe(200);
  });

  it('is searched', async () => {
    expect(listed.parse((await ask('/search?q=indexes')).json()).items.length).toBeGreaterThan(0);
  });

  it('is registered with', async () => {
    const payload = {
      email: 'dora@example.com',
      username: 'dora',
      displayName: 'Dora',
      password: `${password}-long-1`,
    };
    const answer = await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/register', payload });
    expect(answer.statusCode).toBe(202);
    const users = await forum.asOwner((client) =>
      client.query('SELECT FROM users WHERE community_id = $1 AND username = $2', [ids.techcorp, 'dora']),
    );
    expect(users.rowCount).toBe(1);
  });

  it('is written to: a post, a comment, a like, a tip, with their points', async () => {
    const written = await carol.ask('POST', '/posts', {
      channel: 'general',
      title: 'On shards',
      body: 'For @bob.',
      tags: [],
    });
    expect(written.statusCode).toBe(201);
    const { id } = made.parse(written.json());
    const bob = await logIn(forum, 'bob@example.com');
    expect((await bob.ask('POST', `/posts/${id}/comments`, { body: 'Seen, @carol.' })).statusCode).toBe(201);
    expect((await bob.ask('PUT', `/posts/${id}/like`)).statusCode).toBe(200);
    expect((await carol.ask('POST', '/tips', { to: 'bob', amount: 1 })).statusCode).toBe(201);
    const { rows } = await forum.asOwner((client) =>
      client.query<{ entries: number }>(
        'SELECT count(*)::int AS entries FROM point_transactions WHERE community_id = $1',
        [ids.techcorp],
      ),
    );
    expect(rows[0]?.entries).toBeGreaterThanOrEqual(5);
  });

  it('shows a login on a worker the rows of one community, none without one, and none in shards by name', async () => {
    const [place] = await forum.asOwner(async (client) => {
      const { rows } = await client.query<{ host: string; port: number; shard: string }>(
        `SELECT nodename AS host, nodeport AS port, shard_name('users'::regclass, shardid) AS shard
           FROM pg_dist_placement JOIN pg_dist_node USING (groupid)
          WHERE shardid = get_shard_id_for_distribution_column('users', $1::uuid)`,
        [ids.techcorp],
      );
      return rows;
    });
    const worker = new URL(forum.config.database.url);
    worker.hostname = place!.host;
    worker.port = `${place!.port}`;
    worker.username = 'agora_app';
    await withConnection(worker.href, async (client) => {
      const count = async (table: string) =>
        (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;
      expect([await count('users'), await count(place!.shard)]).toEqual([0, 0]);
      await client.query('BEGIN');
      await client.query('SELECT agora_set_community($1)', [ids.techcorp]);
      expect(await count('users')).toBeGreaterThan(4);
      await client.query('SELECT agora_set_community($1)', [ids.retail]);
      expect([await count('users'), await count(place!.shard)]).toEqual([1, 0]);
      await client.query('ROLLBACK');
    });
  });
});
