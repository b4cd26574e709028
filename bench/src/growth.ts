// What growing is planned with: rows a second, bytes a post, memory a connection, and what PgBouncer costs or saves:
//   pnpm --filter @agora/bench run growth [scale] [seconds] [rounds]
// The figures of docs/growing.md. A PgBouncer of 1.21 or newer on the PATH or in TEST_PGBOUNCER is measured; without one that part is left out.
import { readFileSync } from 'node:fs';
import { migrationsDirectory } from '@agora/db';
import { load } from '@agora/db/seed';
import { withConnection, withParameters } from '@agora/postgres';
import { createTestDatabase, findPgBouncer, migratedTemplate, startPgBouncer } from '@agora/testkit';
import { parseConfig } from '../../apps/api/src/config.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { postPageSql } from '../../apps/api/src/features/posts/page/post-page.sql.ts';
import { wholePage } from '../../apps/api/src/features/posts/page/thread-page.ts';
import { listPostsSql } from '../../apps/api/src/features/posts/lists/ordered/post-list.ts';
import { median } from './median.ts';

process.env['NODE_ENV'] = 'production';

const scale = Number(process.argv[2] ?? 0.2);
const seconds = Number(process.argv[3] ?? 0.5);
const rounds = Number(process.argv[4] ?? 9);
const callers = 32;
/** Of the server, for all callers. */
const connections = 4;

/** Keeps a connection busy, so that the pool opens all. */
const hold = { name: 'hold', text: 'SELECT pg_sleep(0.05)', values: [] };

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
try {
  // A connection kept open tells whoever sweeps leftovers that this database is in use.
  await withConnection(database.url, () => main(database.url));
} finally {
  await database.drop();
}

async function main(url: string): Promise<void> {
  const made = await load({ url, environment: 'development', scale });
  const rows = Object.values(made.rows).reduce((sum, count) => sum + count, 0);
  print(`load: ${rows} rows, ${Math.round(rows / (made.durationMs / 1000))} a second\n`);
  await withConnection(url, (client) => client.query('VACUUM ANALYZE'));
  await printSizes(url, made.rows['posts'] ?? 1);
  const posts = await somePosts(url);
  await printMemory(url, posts);
  await printPoolers(url, posts);
}

/** Bytes of each table with its indexes and long values, a row and a post. */
async function printSizes(url: string, posts: number): Promise<void> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ name: string; rows: number; bytes: number; indexes: number }>(
      `SELECT relname AS name, reltuples::float8 AS rows, pg_total_relation_size(oid)::float8 AS bytes,
              pg_indexes_size(oid)::float8 AS indexes
         FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= 1000
        ORDER BY 3 DESC`,
    ),
  );
  const [{ bytes } = { bytes: 0 }] = (
    await withConnection(url, (client) =>
      client.query<{ bytes: number }>('SELECT pg_database_size(current_database())::float8 AS bytes'),
    )
  ).rows;
  print('| table | rows a post | bytes a row | of them indexes |\n|---|---|---|---|');
  for (const table of rows) {
    const each = [table.bytes / table.rows, table.indexes / table.rows].map((size) => Math.round(size));
    print(`| ${table.name} | ${(table.rows / posts).toFixed(2)} | ${each.join(' | ')} |`);
  }
  print(`\nall of it: ${Math.round(bytes / posts)} bytes a post, with what belongs to it\n`);
}

async function somePosts(url: string): Promise<readonly { communityId: string; postId: string }[]> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ communityId: string; postId: string }>(
      `SELECT community_id AS "communityId", id AS "postId" FROM posts WHERE status = 'PUBLISHED' ORDER BY md5(id::text) LIMIT 500`,
    ),
  );
  return rows;
}

/** One request's statements: the page of a post, and every tenth time a list. */
function read(on: Database, posts: Awaited<ReturnType<typeof somePosts>>, turn: number): Promise<unknown> {
  const post = posts[turn % posts.length];
  if (post === undefined) throw new Error('The load made no posts.');
  const { communityId } = post;
  if (turn % 10 === 0) return on.run(communityId, listPostsSql({ communityId, sort: 'active', limit: 20 }));
  return on.run(communityId, postPageSql({ ...wholePage, ...post, viewerId: null, sessionId: null }));
}

function open(url: string, poolSize: number): Database {
  return new Database({ ...parseConfig({ DATABASE_URL: url }).database, poolSize });
}

/** Memory that is a server process's own: fresh, and with the API's plans and catalogue read. Linux, as root or its user. */
async function printMemory(url: string, posts: Awaited<ReturnType<typeof somePosts>>): Promise<void> {
  const on = open(url, 20);
  const ownBytes = async (): Promise<number> => {
    const { rows } = await withConnection(url, (client) =>
      client.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'agora-api' AND datname = current_database()",
      ),
    );
    return median(rows.map(({ pid }) => privateBytes(pid)));
  };
  try {
    await Promise.all(Array.from({ length: 40 }, () => on.run(undefined, hold)));
    const fresh = await ownBytes();
    for (let turn = 0; turn < 100; turn += 1) {
      await Promise.all(Array.from({ length: 40 }, (_, index) => read(on, posts, turn * 40 + index)));
    }
    const used = await ownBytes();
    print(
      `memory of a connection: ${(fresh / 1e6).toFixed(1)} MB fresh, ${(used / 1e6).toFixed(1)} MB in use\n`,
    );
  } catch (error) {
    print(`memory of a connection: not readable here (${String(error)})\n`);
  } finally {
    await on.close();
  }
}

/** https://www.kernel.org/doc/html/latest/filesystems/proc.html: what no other process shares. */
function privateBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const found = [...rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB/gm)];
  return found.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
}

/** The same reads straight and through PgBouncer, in turns. */
async function printPoolers(url: string, posts: Awaited<ReturnType<typeof somePosts>>): Promise<void> {
  const pgbouncer = await findPgBouncer();
  if (pgbouncer?.prepares !== true) {
    print('PgBouncer: none of 1.21 or newer here');
    return;
  }
  const pooler = await startPgBouncer(pgbouncer, { url, connections, preparedStatements: 200 });
  const through = (size: string): string =>
    withParameters(pooler.url, { pgbouncer: 'true', statement_cache_size: size });
  const ways: readonly (readonly [name: string, on: Database])[] = [
    ['straight, 4 connections', open(url, connections)],
    ['straight, 32 connections', open(url, callers)],
    ['through it, prepared', open(through('200'), callers)],
    ['through it, not prepared', open(through('0'), callers)],
  ];
  try {
    const rates = new Map(ways.map(([name]) => [name, [] as number[]]));
    for (const [, on] of ways) await rate(on, posts);
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, on] of ways) rates.get(name)?.push(await rate(on, posts));
    }
    print(`| ${callers} callers | reads a second | to straight, 4 connections |\n|---|---|---|`);
    const [first = []] = rates.values();
    for (const [name, measured] of rates) {
      const ratio = median(measured.map((value, round) => value / (first[round] ?? 1)));
      print(`| ${name} | ${Math.round(median(measured))} | ${ratio.toFixed(2)} |`);
    }
  } finally {
    for (const [, on] of ways) await on.close();
    await pooler.stop();
  }
}

async function rate(on: Database, posts: Awaited<ReturnType<typeof somePosts>>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = caller; performance.now() < until; turn += callers) {
        await read(on, posts, turn);
        done += 1;
      }
    }),
  );
  return done / seconds;
}
