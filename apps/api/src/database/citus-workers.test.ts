import { type Client, withConnection } from '@agora/postgres';
import { citusUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';
import { foreign, ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';

/** A shard with rows that were asked for. */
interface Counted {
  readonly shard: string;
  readonly rows: number;
}

/** Shards that show rows for which a condition holds. */
async function showing(client: Client, shards: readonly string[], condition: string) {
  const { rows } = await client.query<Counted>(
    `SELECT shard, rows FROM unnest($1::text[]) AS shard CROSS JOIN LATERAL (SELECT
       (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s WHERE %s', shard, $2::text),
         false, true, '')))[1]::text::int AS rows) counted WHERE rows > 0`,
    [shards, condition],
  );
  return rows;
}

async function inCommunity<T>(client: Client, community: string, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT agora_set_community($1)', [community]);
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

describe.skipIf(citusUrl === undefined)('a login on a worker, bound by row-level security', () => {
  const forum = useForum({}, { spread: true, pooled: false });

  /** Asks every worker, with the shards of communities' tables that it has. */
  async function onWorkers(ask: (client: Client, shards: readonly string[]) => Promise<void>, user: string) {
    const { rows: workers } = await forum.asOwner((client) =>
      client.query<{ host: string; port: number; shards: readonly string[] }>(
        `SELECT nodename AS host, nodeport AS port, array_agg(shard_name(logicalrelid, shardid)) AS shards
           FROM pg_dist_partition JOIN pg_dist_shard USING (logicalrelid) JOIN pg_dist_placement USING (shardid)
           JOIN pg_dist_node USING (groupid) WHERE partkey IS NOT NULL GROUP BY 1, 2`,
      ),
    );
    expect(workers.length).toBeGreaterThan(1);
    for (const { host, port, shards } of workers) {
      const url = new URL(forum.config.database.directUrl);
      Object.assign(url, { hostname: host, port: `${port}`, username: user });
      // The table by its own name asks all shards.
      url.searchParams.set('options', '-c citus.multi_task_query_log_level=off');
      await withConnection(url.href, (client) => ask(client, shards));
    }
  }

  it('sees no row of another community, in a table or a shard by its name, and none without one', async () => {
    const there: Counted[] = [];
    await onWorkers(async (client, shards) => {
      there.push(...(await showing(client, shards, `community_id <> '${ids.techcorp}'`)));
    }, 'postgres');
    expect(there.length).toBeGreaterThan(4);

    const own: Counted[] = [];
    await onWorkers(async (client, shards) => {
      expect(await showing(client, shards, 'true')).toEqual([]);
      expect(await showing(client, ['users', 'posts', 'point_transactions'], 'true')).toEqual([]);
      for (const community of [ids.techcorp, ids.retail]) {
        await inCommunity(client, community, async () => {
          expect(await showing(client, shards, `community_id <> '${community}'`)).toEqual([]);
          expect(await showing(client, ['users', 'posts'], `community_id <> '${community}'`)).toEqual([]);
          expect(await showing(client, ['users'], 'true')).toHaveLength(1);
          own.push(...(await showing(client, shards, `community_id = '${community}'`)));
        });
      }
    }, 'agora_app');
    expect(own.length).toBeGreaterThan(8);
  });

  it('writes none of another community, though it may write to shards by their name', async () => {
    let refused = 0;
    await onWorkers(async (client, shards) => {
      await client.query('SET citus.enable_manual_changes_to_shards = on');
      await inCommunity(client, ids.techcorp, async () => {
        for (const shard of shards.filter((name) => /^(?:public\.)?tags_\d+$/.test(name))) {
          await client.query('SAVEPOINT before');
          await expect(
            client.query(
              `INSERT INTO ${shard} (community_id, id, slug, name, colour) VALUES ($1, gen_random_uuid(), 'x', 'X', '#000000')`,
              [ids.retail],
            ),
          ).rejects.toMatchObject({ code: '42501' });
          await client.query('ROLLBACK TO before');
          refused += 1;
        }
        for (const shard of shards.filter((name) => /^(?:public\.)?users_\d+$/.test(name))) {
          const changed = await client.query(`UPDATE ${shard} SET display_name = 'Mine' WHERE id = $1`, [
            foreign.bob,
          ]);
          expect(changed.rowCount).toBe(0);
        }
      });
    }, 'agora_app');
    expect(refused).toBeGreaterThan(1);
  });
});
