// Prisma Client under row-level security through @agora/rls, beside Prisma without policies, the extension that everybody
// copies (a transaction for each query) and pg alone, taking turns in one process on one database:
//   pnpm --filter @agora/bench run rls [seconds] [rounds]
// Prints ratios and requests a second; exits 1 when a target is missed.
import { createClientOn, type ForumClient, migrationsDirectory } from '@agora/db';
import { seed } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';
import { Rls } from '@agora/rls';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { median } from './median.ts';

// As servers run: otherwise Prisma keeps the place of each call for its messages, a tenth of what a read costs.
process.env['NODE_ENV'] = 'production';

/** Of one turn: short, so that on a busy machine all ways have the same neighbours. */
const seconds = Number(process.argv[2] ?? 0.15);
const rounds = Number(process.argv[3] ?? 24);
const callers = 16;
const connections = 5;
const listed = 20;

/** What @agora/rls is held to: its requests a second, by those of another way. */
const targets: readonly (readonly [to: Way, least: number])[] = [
  ['Prisma, no policies', 0.95],
  ['a transaction a query', 3],
];
const ways = ['@agora/rls', 'Prisma, no policies', 'a transaction a query', 'pg, no policies'] as const;
type Way = (typeof ways)[number];

/** What one way does for one request; each answers how many rows it read. */
interface Reads {
  /** One query each. */
  readonly first: (id: string) => Promise<number>;
  /** Prisma gathers those of one tick and one scope into one query: callers who were answered together ask together. */
  readonly unique: (id: string) => Promise<number>;
  readonly list: () => Promise<number>;
}

/** What is read, with the rows that every answer must have, and whether targets are judged by it. */
const pages = [
  { name: 'a read by key', of: 'first', rows: 1, judged: true },
  { name: 'a read by key, gathered by Prisma (findUnique)', of: 'unique', rows: 1, judged: false },
  { name: `a list of ${listed} with its authors`, of: 'list', rows: listed, judged: true },
] as const;

const names = new Map<string, string>();
const author = { select: { id: true, username: true, displayName: true, avatar: true, role: true } } as const;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
try {
  // A connection kept open tells whoever sweeps leftovers that this database is in use.
  await withConnection(database.url, () => main(database.url));
} finally {
  await database.drop();
}

async function main(url: string): Promise<void> {
  await seed({ url, profile: 'demo', environment: 'development' });
  const { community, posts } = await withConnection(url, async (client) => {
    await client.query('VACUUM (ANALYZE)');
    const { rows } = await client.query<{ community: string; id: string }>(
      "SELECT community_id AS community, id FROM posts WHERE status = 'PUBLISHED' ORDER BY id",
    );
    const community = rows[0]?.community ?? '';
    return { community, posts: rows.filter((post) => post.community === community).map(({ id }) => id) };
  });

  // The same connections, statements prepared and planned once, for all; only the role and the way differ.
  const planned = '-c plan_cache_mode=force_generic_plan';
  const unbound = { connectionString: url, max: connections, options: planned };
  const bound = { ...unbound, options: `${planned} -c role=agora_app` };
  const rls = new Rls<string>({
    ...bound,
    scope: (id) => [{ name: 'set_community', text: 'SELECT agora_set_community($1)', values: [id] }],
  });
  const pool = new Pool(unbound);
  const open = createClientOn(new PrismaPg(unbound, { statementNameGenerator }));
  // Prisma gives a transaction up after two seconds of waiting (P2028), which on a full machine is no fault of its way.
  const patient = { maxWait: 60_000, timeout: 60_000 };
  const closed = createClientOn(new PrismaPg(bound, { statementNameGenerator }), patient);
  const scoped = rls.scoped(createClientOn(rls.adapter));
  const reads: Record<Way, Reads> = {
    // As an API would: a client for each request.
    '@agora/rls': readsOf(() => scoped.for(community), community),
    'Prisma, no policies': readsOf(() => open, community),
    'a transaction a query': readsOf(() => perQuery(closed, community), community),
    'pg, no policies': readsOfPg(pool, community),
  };

  try {
    report(await measure(reads, posts));
  } finally {
    // What fails says why only if no connection is cut off with the database.
    await Promise.allSettled([rls.end(), pool.end(), open.$disconnect(), closed.$disconnect()]);
  }
}

/** Requests a second of each way, round for round, by page. */
async function measure(
  reads: Record<Way, Reads>,
  posts: readonly string[],
): Promise<Record<string, Record<Way, number[]>>> {
  const rates: Record<string, Record<Way, number[]>> = {};
  for (const { name, of, rows } of pages) {
    const rate: Record<Way, number[]> = {
      '@agora/rls': [],
      'Prisma, no policies': [],
      'a transaction a query': [],
      'pg, no policies': [],
    };
    rates[name] = rate;
    for (let round = 0; round <= rounds; round += 1) {
      // Each begins in turn: what one leaves to collect falls on the next.
      const order = ways.map((_way, index) => ways[(index + round) % ways.length] ?? '@agora/rls');
      for (const way of order) {
        const done = await requestRate(reads[way][of], posts, rows);
        // The first round warms.
        if (round > 0) rate[way].push(done);
      }
    }
  }
  return rates;
}

/** Requests a second of all callers together, each of which sends its next when it was answered. */
async function requestRate(
  read: (id: string) => Promise<number>,
  posts: readonly string[],
  rows: number,
): Promise<number> {
  const start = performance.now();
  let done = 0;
  const call = async (caller: number): Promise<void> => {
    for (let sent = caller; performance.now() - start < seconds * 1000; sent += callers) {
      if ((await read(posts[sent % posts.length] ?? '')) !== rows) throw new Error('A row was not read.');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_none, caller) => call(caller)));
  return done / ((performance.now() - start) / 1000);
}

function readsOf(client: () => Pick<ForumClient, 'post'>, communityId: string): Reads {
  return {
    first: async (id) => ((await client().post.findFirst({ where: { communityId, id } })) === null ? 0 : 1),
    unique: async (id) => {
      const where = { communityId_id: { communityId, id } };
      return (await client().post.findUnique({ where })) === null ? 0 : 1;
    },
    list: async () => {
      const posts = await client().post.findMany({
        where: { communityId, status: 'PUBLISHED' },
        include: { author },
        orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }],
        take: listed,
      });
      return posts.filter((post) => post.author.username !== '').length;
    },
  };
}

/** The extension of Prisma's own example of row-level security. */
function perQuery(client: ForumClient, communityId: string): Pick<ForumClient, 'post'> {
  const extended = client.$extends({
    query: {
      $allModels: {
        async $allOperations({ args, query }) {
          const set = client.$executeRaw`SELECT agora_set_community(${communityId}::uuid)`;
          const [, result] = await client.$transaction([set, query(args)]);
          return result;
        },
      },
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an extension of queries changes no type
  return extended as unknown as Pick<ForumClient, 'post'>;
}

/** What Prisma reads, in one statement each. */
function readsOfPg(pool: Pool, community: string): Reads {
  const columns = `p.community_id, p.id, p.channel_id, p.author_id, p.title, p.body, p.status, p.pinned, p.view_count,
    p.like_count, p.comment_count, p.last_activity_at, p.edited_at, p.created_at, p.updated_at`;
  const byKey = `SELECT ${columns} FROM posts p WHERE p.community_id = $1 AND p.id = $2`;
  const list = `SELECT ${columns}, u.id AS user_id, u.username, u.display_name, u.avatar, u.role
    FROM posts p JOIN users u ON u.community_id = p.community_id AND u.id = p.author_id
    WHERE p.community_id = $1 AND p.status = 'PUBLISHED' ORDER BY p.last_activity_at DESC, p.id DESC LIMIT $2`;
  const count = async (name: string, text: string, values: unknown[]): Promise<number> =>
    (await pool.query({ name, text, values })).rows.length;
  const read = (id: string): Promise<number> => count('by_key', byKey, [community, id]);
  return { first: read, unique: read, list: () => count('list', list, [community, listed]) };
}

/** As the package names Prisma's statements. */
function statementNameGenerator({ sql }: { sql: string }): string {
  const name = names.get(sql) ?? `bench_${names.size}`;
  names.set(sql, name);
  return name;
}

function report(rates: Record<string, Record<Way, number[]>>): void {
  print(`${callers} callers, ${connections} connections, ${rounds} rounds of ${seconds} s; medians.`);
  print('');
  print(`| | ${ways.join(' | ')} |`);
  print('|---|---|---|---|---|');
  const missed: string[] = [];
  for (const [page, rate] of Object.entries(rates)) {
    const cells = ways.map((way) => {
      const reached = way === '@agora/rls' ? '' : `${ratio(rate['@agora/rls'], rate[way]).toFixed(2)} of `;
      return `${reached}${median(rate[way]).toFixed(0)}/s`;
    });
    print(`| ${page} | ${cells.join(' | ')} |`);
    const { judged } = pages.find(({ name }) => name === page) ?? { judged: false };
    for (const [way, least] of judged ? targets : []) {
      const reached = ratio(rate['@agora/rls'], rate[way]);
      if (reached < least) missed.push(`${page}: ${reached.toFixed(2)} of ${way}, wanted ${least}`);
    }
  }
  for (const target of missed) process.stderr.write(`missed: ${target}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** Turns of one round had the same neighbours, so their ratio says more than that of two medians. */
function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}
