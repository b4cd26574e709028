// Many clients at once on an API that is killed, over connections that are cut; afterwards every invariant of the
// forum must hold and nothing that was accepted may be missing. Run from apps/api:
//   npx tsx --conditions=source bench/abuse.ts [seconds] [clients]
// With TEST_ON_CITUS=1 the forum is spread over the cluster of TEST_CITUS_URL.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { validateSeeds } from '@agora/db/seed';
import { withConnection, withTransaction } from '@agora/postgres';
import { onCitus } from '@agora/testkit';
import { z } from 'zod';
import { issueAccessToken } from '../src/auth/access-token.ts';
import { parseConfig } from '../src/config.ts';
import { createForumDatabase } from '../src/testing/forum/forum-database.fixture.ts';
import { commentIds, ids } from '../src/testing/forum/forum-rows.fixture.ts';

const api = path.resolve(import.meta.dirname, '..');

const made = z.object({ id: z.string().optional() });
const seconds = Number(process.argv[2] ?? 60);
const clients = Number(process.argv[3] ?? 64);
const JWT_SECRET = 'a secret of the abuse, long enough for HS256';

const posts = Array.from(
  { length: 30 },
  (_, index) => `01900000-0000-7000-8000-0000000010${String(index + 1).padStart(2, '0')}`,
);
const people = { admin: ids.admin, moderator: ids.moderator, bob: ids.bob, carol: ids.carol } as const;
const names = ['admin', 'moderator', 'bob', 'carol'] as const;
const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)]!;

const database = await createForumDatabase({ spread: onCitus });
try {
  const { url } = database;
  await withConnection(url, (client) =>
    withTransaction(client, async () => {
      await client.query('SELECT agora_set_community($1)', [ids.techcorp]);
      for (const id of Object.values(people))
        await client.query(
          `SELECT * FROM agora_post_points($1, $2, gen_random_uuid(), 5000, 'ADJUSTMENT', $3)`,
          [ids.techcorp, id, `grant:${id}`],
        );
    }),
  );
  const address = new URL(url);
  if (onCitus) address.searchParams.set('citus', 'true');
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: address.href,
    PORT: String(port),
    JWT_SECRET,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '0',
    MEMBER_LIMITS: 'false',
  };
  const base = `http://127.0.0.1:${port}/c/techcorp`;
  const config = parseConfig({ DATABASE_URL: address.href, JWT_SECRET });
  const tokens = new Map(
    await Promise.all(
      names.map(
        async (name) =>
          [
            name,
            await issueAccessToken(
              { ...config.tokens, accessSeconds: 86_400 },
              { userId: people[name], communityId: ids.techcorp, tokenVersion: 0, sessionId: ids.techcorp },
            ),
          ] as const,
      ),
    ),
  );

  let server = start(env);
  await answering(base);
  const until = Date.now() + seconds * 1000;
  const statuses = new Map<string, number>();
  const comments: string[] = [];
  const tips = new Map<string, string>();
  let kills = 0;
  let cuts = 0;

  const ask = async (
    name: keyof typeof people,
    method: string,
    address: string,
    { body, key }: { readonly body?: object; readonly key?: string } = {},
  ) => {
    const headers: Record<string, string> = { authorization: `Bearer ${tokens.get(name)}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key !== undefined) headers['idempotency-key'] = key;
    try {
      const answer = await fetch(base + address, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const json: unknown = await answer.json();
      statuses.set(String(answer.status), (statuses.get(String(answer.status)) ?? 0) + 1);
      const parsed = made.safeParse(json);
      return { status: answer.status, json: parsed.success ? parsed.data : {} };
    } catch {
      statuses.set('no answer', (statuses.get('no answer') ?? 0) + 1);
      await sleep(300);
      return { status: 0, json: {} };
    }
  };

  const client = async (index: number): Promise<void> => {
    for (let turn = 0; Date.now() < until; turn += 1) {
      const name = pick(names);
      const die = Math.random();
      if (die < 0.35) await ask(name, 'PUT', `/posts/${pick(posts)}/like`);
      else if (die < 0.45) await ask(name, 'PUT', `/comments/${pick(commentIds)}/like`);
      else if (die < 0.6) await ask(name, 'DELETE', `/posts/${pick(posts)}/like`);
      else if (die < 0.8) {
        const answer = await ask(name, 'POST', `/posts/${pick(posts)}/comments`, {
          body: { body: `Turn ${turn} of ${index}, @${pick(names)}` },
        });
        if (answer.status === 201 && answer.json.id !== undefined) comments.push(answer.json.id);
      } else {
        // A tip is sent until it is answered: under its key it must be given exactly once.
        const key = `${index}-${turn}`;
        const to = pick(names.filter((other) => other !== name));
        for (
          let answer = { status: 0, json: {} as { id?: string } };
          answer.status === 0 || answer.status >= 500;
        ) {
          if (Date.now() > until + 20_000) break;
          answer = await ask(name, 'POST', '/tips', {
            body: { to, amount: 1 + (turn % 5) },
            key,
          });
          if (answer.status === 201 && answer.json.id !== undefined) tips.set(key, answer.json.id);
        }
      }
    }
  };
  const chaos = async (): Promise<void> => {
    while (Date.now() < until - 3000) {
      await sleep(1500 + Math.random() * 4000);
      if (Math.random() < 0.4) {
        server.kill('SIGKILL');
        await once(server, 'exit');
        kills += 1;
        server = start(env);
        await answering(base);
      } else {
        cuts += await withConnection(url, async (connection) => {
          const { rowCount } = await connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'agora-api' AND datname = current_database() AND random() < 0.5",
          );
          return rowCount ?? 0;
        });
      }
    }
  };
  await Promise.all([chaos(), ...Array.from({ length: clients }, (_, index) => client(index))]);
  server.kill('SIGTERM');
  await once(server, 'exit');

  const { holds, invariants } = await validateSeeds({ url });
  const lost = await withConnection(url, async (connection) => {
    // Of one community, so that a cluster asks one shard.
    const missing = async (found: string, values: readonly string[]): Promise<number> => {
      const { rows } = await connection.query<{ missing: number }>(
        `SELECT abs(cardinality($2::text[]) - count(*))::int AS missing FROM ${found} AND community_id = $1`,
        [ids.techcorp, values],
      );
      return rows[0]?.missing ?? -1;
    };
    return {
      comments: await missing('comments WHERE id = ANY ($2::uuid[])', comments),
      tips: await missing(
        'point_transactions WHERE idempotency_key = ANY ($2)',
        [...tips.values()].flatMap((id) => [`tip:${id}:sent`, `tip:${id}:received`]),
      ),
      // Every key was answered in the end, so there are as many tips as keys.
      unaccounted: await missing("point_transactions WHERE reason = 'TIP_SENT'", [...tips.keys()]),
    };
  });
  print(
    `answers: ${[...statuses]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([status, count]) => `${count} x ${status}`)
      .join(', ')}`,
  );
  print(
    `killed ${kills} times, ${cuts} connections cut; ${comments.length} comments and ${tips.size} tips accepted`,
  );
  print(`lost: ${JSON.stringify(lost)}`);
  for (const { name, offending, rows } of invariants) {
    if (offending > 0) print(`violated: ${name}, ${offending} rows, such as ${rows[0]?.detail}`);
  }
  print(holds ? `all ${invariants.length} invariants hold` : 'invariants are violated');
  process.exitCode = holds && lost.comments + lost.tips + lost.unaccounted === 0 ? 0 : 1;
} finally {
  await database.drop();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The server as it is deployed: it is back so soon that most of the time is abuse. */
function start(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [path.join(api, 'dist', 'main.js')], { env, stdio: 'ignore' });
}

async function answering(base: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      if ((await fetch(base)).ok) return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('the API does not start');
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
