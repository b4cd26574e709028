// The API against pg with row-level security, against the least that pg can do, and against Prisma's ways, taking turns on
// one database:
//   pnpm --filter @agora/bench run api [seconds] [rounds]
// Prints ratios to pg in the same run; exits 1 when a target is missed.
import path from 'node:path';
import { migrationsDirectory } from '@agora/db';
import { seed } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import autocannon, { type Request, type Result } from 'autocannon';
import { issueAccessToken } from '../../apps/api/src/auth/access-token.ts';
import { apiServer, bundlePrograms, end, type Running, serveApi, serveWay } from './api/api-processes.ts';
import { measureTail, type Round } from './api/api-tail.ts';
import { generateJoinClient } from './api/join-client.ts';
import { makeThread } from './api/long-thread.ts';
import { startTime } from './api/start-time.ts';
import { median } from './median.ts';

const seconds = Number(process.argv[2] ?? 1.5);
const rounds = Number(process.argv[3] ?? 3);
const warmSeconds = 3;
const connections = 32;
const people = 1000;
/** Comments of the threads that are read; the first is the longest of the demo forum. */
const threads = [17, 100, 500] as const;
/** The thread that the targets are about: long enough that it is more than its post. */
const judged = 100;
const secret = 'only for the benchmark, and long enough';
/** Of the API, where it is not left as it comes: it logs as under `agora up`, and nobody is told to come back later. */
const settings = {
  JWT_SECRET: secret,
  RATE_LIMIT_PER_MINUTE: '0',
  MEMBER_LIMITS: 'false',
  LOG_LEVEL: 'error',
};

const tailRatio = (rounds: readonly Round[]): number => median(rounds.map(({ p50, p99 }) => p99 / p50));
const timesOf = (rounds: readonly Round[]): string =>
  rounds.map(({ p50, p99 }) => `${p99.toFixed(1)} to ${p50.toFixed(1)}`).join(', ');
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

/** Asks as often as answers come; for the address itself when no requests are given. */
function fire(url: string, requests: Request[], duration: number): Promise<Result> {
  return autocannon({ url, connections, duration, ...(requests.length > 0 && { requests }) });
}

async function main(url: string): Promise<void> {
  await seed({ url, profile: 'demo', environment: 'development' });
  const { community, threadPosts, users, posts } = await withConnection(url, async (client) => {
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
    const { community, post, comments } = rows[0]!;
    if (comments !== threads[0]) throw new Error(`the demo forum's longest thread has ${comments} comments`);
    const ids = async (sql: string): Promise<string[]> =>
      (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
    const users = await ids(`SELECT id FROM users WHERE username LIKE 'bench\\_%'`);
    const posts = await ids(`SELECT id FROM posts WHERE title LIKE 'Bench %'`);
    const threadPosts: Record<number, string> = { [comments]: post };
    for (const [index, count] of threads.slice(1).entries()) {
      const long = posts[index]!;
      await makeThread(client, { community, post: long, comments: count, authors: users.slice(0, 150) });
      threadPosts[count] = long;
    }
    await client.query('VACUUM (ANALYZE)');
    return { community, threadPosts, users, posts };
  });
  const tokens = await Promise.all(
    users.map((userId) =>
      issueAccessToken(
        {
          secret: new TextEncoder().encode(secret),
          earlierSecrets: [],
          secretGenerated: false,
          accessSeconds: 3600,
          refreshDays: 1,
        },
        { userId, communityId: community, tokenVersion: 0, sessionId: community },
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
  const likes =
    (address: string) =>
    (base: string): Request[] => [
      {
        method: 'PUT',
        setupRequest: (request) => {
          const { post: liked, user } = nextLike();
          const headers = { authorization: `Bearer ${tokens[user]}`, 'x-user': users[user]! };
          return { ...request, path: `${base}/posts/${liked}/${address}`, headers };
        },
      },
    ];
  const all = ['pg', 'floor', 'agora', 'queryRaw', 'include', 'join'] as const;
  type Way = (typeof all)[number];
  const pages: { name: string; ways: readonly Way[]; requests: (base: string) => Request[] }[] = [
    ...threads.map((comments) => ({
      name: `post page, ${comments} comments`,
      ways: all,
      requests: (base: string) => [{ path: `${base}/posts/${threadPosts[comments]}` }],
    })),
    { name: 'list page', ways: all, requests: (base) => [{ path: `${base}/posts` }] },
    { name: 'like', ways: ['pg', 'floor', 'agora', 'queryRaw', 'include'], requests: likes('like') },
    { name: 'like without achievements', ways: ['floor'], requests: likes('plain-like') },
  ];

  await generateJoinClient();
  await bundlePrograms();
  const servers = new Map<Way, Running>();
  for (const way of all) {
    servers.set(way, await (way === 'agora' ? serveApi(url, settings) : serveWay(way, url, community)));
  }
  const base = (way: Way): string => (way === 'agora' ? `/c/${community}` : '');
  const rates = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, ways, requests } of pages) {
      for (const way of ways) {
        // Each like leaves dead rows behind: everyone begins without those of the others.
        if (name.startsWith('like')) await withConnection(url, (client) => client.query('VACUUM (ANALYZE)'));
        // The first round warms: V8 compiles the API for thousands of requests before it is as fast as it will be.
        const duration = round === 0 ? warmSeconds : seconds;
        const result = await fire(servers.get(way)!.address, requests(base(way)), duration);
        // The authors' own posts cannot be liked, and are the only refusals.
        const failed = result.errors + (name.startsWith('like') ? 0 : result.non2xx);
        if (failed > 0 || result.non2xx > result['2xx'] * 0.05) {
          throw new Error(`${way}, ${name}: ${failed} errors, ${result.non2xx} refused`);
        }
        const key = `${name} ${way}`;
        if (round > 0) rates.set(key, [...(rates.get(key) ?? []), result['2xx'] / result.duration]);
      }
    }
  }

  const rate = (page: string, way: string): number => median(rates.get(`${page} ${way}`) ?? []);
  print(`${connections} connections, medians of ${rounds} rounds of ${seconds} s.`);
  print();
  print(
    '| | pg, row-level security | pg, none | the API | Prisma $queryRaw | Prisma include / transaction | Prisma relationJoins |',
  );
  print('|---|---|---|---|---|---|---|');
  for (const { name, ways } of pages) {
    const to = name.startsWith('like') ? 'like' : name;
    const cells = all.map((way) =>
      ways.includes(way)
        ? `${(rate(name, way) / rate(to, 'pg')).toFixed(2)} (${rate(name, way).toFixed(0)}/s)`
        : '',
    );
    print(`| ${name} | ${cells.join(' | ')} |`);
  }
  print();

  for (const server of servers.values()) await end(server);
  const tailOf = (way: 'agora' | 'pg'): Promise<Round[]> =>
    measureTail(
      url,
      `${base(way)}/posts/${threadPosts[judged]}`,
      () => (way === 'agora' ? serveApi(url, settings) : serveWay(way, url, community)),
      {
        reach: async (address) => {
          const reached = await fire(address, [], 2);
          if (reached.errors + reached.non2xx > 0) throw new Error(`${address} refused ${reached.non2xx}`);
          return reached['2xx'] / reached.duration;
        },
        rounds: 7,
        seconds: 5,
        connections,
      },
    );
  const tails = await tailOf('agora');
  const tailsOfPg = await tailOf('pg');
  const starts = { empty: [] as number[], api: [] as number[] };
  for (let attempt = 0; attempt < 15; attempt += 1) {
    starts.empty.push(
      await startTime(path.join(import.meta.dirname, 'api/empty-server.mjs'), '/health/ready', url),
    );
    starts.api.push(await startTime(apiServer, '/communities', url));
  }

  print('| | measured | target | |');
  print('|---|---|---|---|');
  const page = `post page, ${judged} comments`;
  for (const [name, least] of [
    [page, 0.9],
    ['list page', 0.9],
    ['like', 0.6],
  ] as const) {
    const ratio = rate(name, 'agora') / rate(name, 'pg');
    target(`${name}: API to pg`, ratio, `>= ${least}`, ratio >= least);
    print(
      `| ${name}: API to pg without row-level security | ${(rate(name, 'agora') / rate(name, 'floor')).toFixed(2)} | | |`,
    );
  }
  const [p99, p99OfPg] = [tails, tailsOfPg].map((tail) => median(tail.map((round) => round.p99)));
  const tail = (p99 ?? Number.NaN) / (p99OfPg ?? Number.NaN);
  target(`${page}: p99 at half load, API to pg`, tail, '<= 1.2', tail <= 1.2);
  print(`| p99 to p50 of the API (${timesOf(tails)} ms) | ${tailRatio(tails).toFixed(2)} | | |`);
  print(`| p99 to p50 of pg (${timesOf(tailsOfPg)} ms) | ${tailRatio(tailsOfPg).toFixed(2)} | | |`);
  const include = rate(page, 'agora') / rate(page, 'include');
  print(`| ${page}: API to Prisma's include | ${include.toFixed(2)} | | |`);
  const [empty, full] = [median(starts.empty), median(starts.api)];
  print(
    `| start to first answer, API to an empty server (${full.toFixed(0)} and ${empty.toFixed(0)} ms) | ${(full / empty).toFixed(2)} | | |`,
  );
}
