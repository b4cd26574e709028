// What it costs to set the community for one request, way by way: docs/adr/0007. Run from apps/api:
//   npx tsx --conditions=source bench/community-per-request.ts
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createForum, migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { Pool } from 'pg';
import { parseConfig } from '../src/config.ts';
import { Database } from '../src/database/database.ts';
import { postPageSql } from '../src/features/posts/page/post-page.sql.ts';
import { wholePage } from '../src/features/posts/page/thread-page.ts';
import { forumRows, ids } from '../src/testing/forum/forum-rows.fixture.ts';

const clients = 8;
const millisecondsEach = 2500;
const rounds = 3;

await withTestDatabase(async (url) => {
  await withConnection(url, async (client) => {
    for (const name of (await readdir(migrationsDirectory)).toSorted()) {
      if (name.endsWith('.toml')) continue;
      await client.query(await readFile(path.join(migrationsDirectory, name, 'migration.sql'), 'utf8'));
    }
    await client.query(forumRows);
    await client.query('VACUUM ANALYZE');
  });
  const settings = { ...parseConfig({ DATABASE_URL: url }).database, poolSize: clients };
  const bound = { connectionString: url, max: clients, options: '-c role=agora_app -c TimeZone=UTC' };
  const database = new Database(settings);
  const superuser = new Pool({ connectionString: url, max: clients });
  const pool = new Pool(bound);
  const pipelined = new Pool({ ...bound, pipeline: true });
  const forum = createForum(url, { role: 'agora_app', maxConnections: clients });
  const viewer = { communityId: ids.techcorp, userId: ids.bob, tokenVersion: 0, sessionId: ids.techcorp };
  const wanted = {
    ...wholePage,
    communityId: ids.techcorp,
    postId: ids.firstPost,
    viewerId: null,
    sessionId: null,
  };
  const { text, parameters: names } = postPageSql;
  const parameters = [...postPageSql(wanted).values];
  const page = { name: 'page', text, values: parameters };
  const literal = text.replaceAll(/\$(\d)/g, (_, number: string) => {
    const value = parameters[Number(number) - 1];
    return value === null ? 'NULL' : `'${String(value)}'::uuid`;
  });
  const set = { name: 'set', text: 'SELECT agora_set_community($1)', values: [ids.techcorp] };
  const inOneStatement = {
    name: 'cte',
    text: `WITH community AS MATERIALIZED (SELECT agora_set_community($${names.indexOf('communityId') + 1}) IS NULL AS done)
      SELECT page.* FROM community, LATERAL (${text} AND community.done IS NOT NULL OFFSET 0) page`,
    values: parameters,
  };

  const ways: Record<string, () => Promise<unknown>> = {
    'no community, no policies (superuser)': () => superuser.query(page),
    'batch: set and query before one Sync': () => database.one(ids.techcorp, postPageSql(wanted)),
    'the same for a viewer, whose token is admitted': () =>
      database.one(viewer, postPageSql({ ...wanted, viewerId: ids.bob, sessionId: null })),
    'set inside the one statement (CTE)': () => pool.query(inOneStatement),
    'one simple query of two statements': () =>
      pool.query(`SELECT agora_set_community('${ids.techcorp}'); ${literal}`),
    'pg pipeline mode: BEGIN, set, query, COMMIT': async () => {
      const client = await pipelined.connect();
      try {
        const [, , answer] = await Promise.all([
          client.query('BEGIN'),
          client.query(set),
          client.query(page),
          client.query('COMMIT'),
        ]);
        return answer.rows;
      } finally {
        client.release();
      }
    },
    'four round trips: BEGIN, set, query, COMMIT': async () => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(set);
        const { rows } = await client.query(page);
        await client.query('COMMIT');
        return rows;
      } finally {
        client.release();
      }
    },
    'Prisma: set and $queryRaw before one Sync': () => forum.for(ids.techcorp).$queryRawUnsafe(literal),
    'Prisma: a transaction, set, $queryRaw': () =>
      forum.prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`SELECT agora_set_community(${ids.techcorp}::uuid)`;
        return transaction.$queryRawUnsafe(literal);
      }),
  };

  const results = new Map<string, number[]>();
  const latencies = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      for (let warm = 0; warm < 20; warm += 1) {
        if (!JSON.stringify(await way()).includes('Post number 1')) throw new Error(`${name}: no post`);
      }
      latencies.set(name, [...(latencies.get(name) ?? []), await medianLatency(way)]);
      results.set(name, [...(results.get(name) ?? []), await throughput(way)]);
    }
  }
  const base = median(results.get('no community, no policies (superuser)'));
  for (const name of Object.keys(ways)) {
    const rate = median(results.get(name));
    process.stdout.write(
      `${name.padEnd(46)} ${rate.toFixed(0).padStart(6)}/s  ${(rate / base).toFixed(2)}  ${median(latencies.get(name)).toFixed(2)} ms alone\n`,
    );
  }
  await Promise.all([database.close(), superuser.end(), pool.end(), pipelined.end(), forum.end()]);
});

function median(values: number[] = []): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function throughput(way: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - start < millisecondsEach) {
        await way();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}

async function medianLatency(way: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 200; index += 1) {
    const start = performance.now();
    await way();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[100] ?? 0;
}
