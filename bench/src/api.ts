// The API against the least that pg can do, and against Prisma's ways, taking turns on one database:
//   pnpm --filter @agora/bench run api [seconds] [rounds]
// Prints ratios to pg in the same run; exits 1 when a target is missed.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationsDirectory } from '@agora/db';
import { seed } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import autocannon, { type Request, type Result } from 'autocannon';
import { issueAccessToken } from '../../apps/api/src/auth/access-token.ts';

const seconds = Number(process.argv[2] ?? 4);
const rounds = Number(process.argv[3] ?? 3);
const connections = 32;
const people = 400;
const secret = new TextEncoder().encode('only for the benchmark, and long enough');

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const print = (line = ''): void => void process.stdout.write(`${line}\n`);
let missed = 0;
const target = (name: string, value: number, wanted: string, met: boolean): void => {
  print(`| ${name} | ${value.toFixed(2)} | ${wanted} | ${met ? 'met' : '**missed**'} |`);
  if (!met) missed += 1;
};

const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
try {
  // A connection kept open tells whoever sweeps leftovers that this database is in use.
  await withConnection(database.url, () => main(database.url));
} finally {
  await database.drop();
}
process.exitCode = missed === 0 ? 0 : 1;

/** Starts `api-ways.ts` in one of its ways. */
function serve(
  way: string,
  url: string,
  community: string,
): Promise<{ process: ChildProcess; address: string }> {
  const child = fork(path.join(import.meta.dirname, 'api-ways.ts'), [way, url, community], {
    execArgv: process.execArgv,
  });
  return new Promise((resolve, reject) => {
    child.once('message', (address) => {
      if (typeof address === 'string') resolve({ process: child, address });
      else reject(new TypeError(`${way} named no address`));
    });
    child.once('exit', (code) => reject(new Error(`${way} ended with ${code} before it listened`)));
  });
}

function fire(url: string, requests: Request[], rate?: number): Promise<Result> {
  return autocannon({
    url,
    connections,
    duration: seconds,
    requests,
    ...(rate === undefined ? {} : { overallRate: rate }),
  });
}

async function main(url: string): Promise<void> {
  await seed({ url, profile: 'demo', environment: 'development' });
  const { community, post, comments, users, posts } = await withConnection(url, async (client) => {
    // Enough people and posts that every like is a new one, and no cap that would make later ones cheaper.
    await client.query(
      `
      UPDATE point_economies SET daily_likes = 30000;
      INSERT INTO users (community_id, id, email, username, display_name, password_hash)
        SELECT id, gen_random_uuid(), 'bench' || n || '@example.com', 'bench_' || n, 'Bench ' || n, 'none'
        FROM communities, generate_series(1, ${people}) n;
      INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM users ON CONFLICT DO NOTHING;
      INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at, last_activity_at)
        SELECT u.community_id, gen_random_uuid(), (SELECT id FROM channels ORDER BY position LIMIT 1), u.id, 'Bench ' || u.username, 'Text.',
          'PUBLISHED', '2025-01-01', '2025-01-01' FROM users u WHERE u.username LIKE 'bench\\_%';
      ANALYZE`,
    );
    const { rows } = await client.query<{ community: string; post: string; comments: number }>(
      'SELECT community_id AS community, id AS post, comment_count AS comments FROM posts ORDER BY comment_count DESC LIMIT 1',
    );
    const likers = await client.query<{ id: string }>(`SELECT id FROM users WHERE username LIKE 'bench\\_%'`);
    const liked = await client.query<{ id: string }>(`SELECT id FROM posts WHERE title LIKE 'Bench %'`);
    return { ...rows[0]!, users: likers.rows.map(({ id }) => id), posts: liked.rows.map(({ id }) => id) };
  });
  const tokens = await Promise.all(
    users.map((userId) =>
      issueAccessToken(
        { secret, secretGenerated: false, accessSeconds: 3600, refreshDays: 1 },
        { userId, communityId: community, tokenVersion: 0 },
      ),
    ),
  );

  /** Each like is another user's of another post; pairs are walked so that neighbours share neither. */
  let pair = 0;
  const nextLike = (): { post: string; user: number } => {
    const at = pair;
    pair += 1;
    const user = at % people;
    return { post: posts[(user * 7 + Math.floor(at / people) + 1) % people]!, user };
  };
  const pages = {
    'post page': (base: string): Request[] => [{ path: `${base}/posts/${post}` }],
    'list page': (base: string): Request[] => [{ path: `${base}/posts` }],
    like: (base: string): Request[] => [
      {
        method: 'PUT',
        setupRequest: (request) => {
          const { post: liked, user } = nextLike();
          const headers = { authorization: `Bearer ${tokens[user]}`, 'x-user': users[user]! };
          return { ...request, path: `${base}/posts/${liked}/like`, headers };
        },
      },
    ],
  };

  const ways = ['pg', 'agora', 'queryRaw', 'include'] as const;
  const servers = new Map<string, { process: ChildProcess; address: string }>();
  for (const way of ways) servers.set(way, await serve(way, url, community));
  const base = (way: string): string => (way === 'agora' ? `/c/${community}` : '');
  const rates = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [page, requests] of Object.entries(pages)) {
      for (const way of ways) {
        const result = await fire(servers.get(way)!.address, requests(base(way)));
        // The authors' own posts cannot be liked, and are the only refusals.
        const failed = result.errors + (page === 'like' ? 0 : result.non2xx);
        if (failed > 0 || (page === 'like' && result.non2xx > result['2xx'] * 0.05)) {
          throw new Error(`${way}, ${page}: ${failed} errors, ${result.non2xx} refused`);
        }
        // The first round warms.
        if (round > 0)
          rates.set(`${page} ${way}`, [
            ...(rates.get(`${page} ${way}`) ?? []),
            result['2xx'] / result.duration,
          ]);
      }
    }
  }

  const rate = (page: string, way: string): number => median(rates.get(`${page} ${way}`) ?? []);
  print(
    `${connections} connections, medians of ${rounds} rounds of ${seconds} s; the post has ${comments} comments.`,
  );
  print();
  print('| | pg, no row-level security | the API | Prisma $queryRaw | Prisma include / transaction |');
  print('|---|---|---|---|---|');
  for (const page of Object.keys(pages)) {
    const cells = ways.map(
      (way) => `${(rate(page, way) / rate(page, 'pg')).toFixed(2)} (${rate(page, way).toFixed(0)}/s)`,
    );
    print(`| ${page} | ${cells.join(' | ')} |`);
  }
  print();

  const agora = servers.get('agora')!;
  const half = await fire(
    agora.address,
    pages['post page'](base('agora')),
    Math.floor(rate('post page', 'agora') / 2),
  );
  for (const server of servers.values()) server.process.kill('SIGTERM');
  const [empty, full] = [await startTime('empty', url), await startTime('api', url)];

  print('| | measured | target | |');
  print('|---|---|---|---|');
  for (const page of Object.keys(pages)) {
    const ratio = rate(page, 'agora') / rate(page, 'pg');
    target(`${page}: API to pg`, ratio, '>= 0.60', ratio >= 0.6);
  }
  const include = rate('post page', 'agora') / rate('post page', 'include');
  target("post page: API to Prisma's include", include, '>= 6', include >= 6);
  const tail = half.latency.p99 / Math.max(1, half.latency.p50);
  target(`p99 to p50 at half load (${half.latency.p99} and ${half.latency.p50} ms)`, tail, '<= 5', tail <= 5);
  target(
    `start to first answer (${full.toFixed(0)} and ${empty.toFixed(0)} ms)`,
    full / empty,
    '<= 1.5',
    full / empty <= 1.5,
  );
}

/** Milliseconds from the start of a process to its first answer that touched the database: the median of five. */
async function startTime(which: 'api' | 'empty', url: string): Promise<number> {
  const file =
    which === 'api'
      ? path.resolve(import.meta.dirname, '../../apps/api/dist/server.js')
      : path.join(import.meta.dirname, 'empty-server.mjs');
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = String(20_000 + Math.floor(Math.random() * 20_000));
    const env = { ...process.env, DATABASE_URL: url, PORT: port, LOG_LEVEL: 'silent' };
    const start = performance.now();
    const child = spawn(process.execPath, [file], { env, stdio: 'ignore' });
    const deadline = start + 20_000;
    while (performance.now() < deadline) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok === true) break;
      await sleep(2);
    }
    times.push(performance.now() - start);
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
  return median(times);
}
