// The forum's own schema changed while its API serves clients: a rename, a change of type and a required column, each with
// a backfill of every post:
//   pnpm build && pnpm --filter @agora/bench run online-forum [posts] [clients] [file.svg]
// Prints failed requests and how long requests took in each step, draws them second by second; exits 1 when one failed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { deploy, type DeployInput } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';

import { end, serveApi } from './api/api-processes.ts';
import { quantile, spanOf, type Span, timesIn } from './foreground/foreground.ts';
import {
  copyMigrations,
  forumChanges,
  type ForumChange,
  writeChange,
  type WrittenChange,
} from './online-forum/changes.ts';
import { fillForum, SECRET } from './online-forum/fill-forum.ts';
import { type ForumRequest, startForumRequests, writes } from './online-forum/forum-requests.ts';
import { type Mark, plot } from './online-forum/plot.ts';

const posts = Number(process.argv[2] ?? 1_000_000);
const clients = Number(process.argv[3] ?? 16);
/** Of a trial with fewer posts no picture is made unless it is asked for. */
const file =
  process.argv[4] ??
  (posts < 1_000_000 ? undefined : path.resolve(import.meta.dirname, '../../docs/images/online-forum.svg'));

/** Between two requests of one client. */
const THINK_MS = 50;
/** Without any step before, between and after them. */
const REST_MS = 5000;
const settings = {
  JWT_SECRET: SECRET,
  RATE_LIMIT_PER_MINUTE: '0',
  MEMBER_LIMITS: 'false',
  LOG_LEVEL: 'error',
};

const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const database = await createTestDatabase();
const root = await mkdtemp(path.join(tmpdir(), 'agora bench '));
try {
  // A connection kept open tells whoever sweeps leftovers that this database is in use.
  await withConnection(database.url, () => main(database.url));
} finally {
  await database.drop();
  await rm(root, { recursive: true });
}

async function main(url: string): Promise<void> {
  const { directory, last: now } = await copyMigrations(root);
  const written: WrittenChange[] = [];
  for (const change of forumChanges) written.push(await writeChange({ root, directory }, change));
  const deployTo = (to: string) => deployed({ url, directory, to });
  await deployTo(now);
  const forum = await fillForum(url, posts);
  let api = await serveApi(url, settings);
  const load = startForumRequests({ ...forum, clients, thinkMs: THINK_MS }, [api.address]);
  const marks: Mark[] = [];
  const mark = async (title: string, work: () => Promise<unknown>): Promise<void> => {
    const span = await spanOf(work);
    marks.push({ title, ...span });
    process.stderr.write(`${title}: ${Math.round((span.to - span.from) / 1000)} s\n`);
  };
  // V8 compiles the API's code for thousands of requests.
  await sleep(2 * REST_MS);
  await mark('nothing', () => sleep(2 * REST_MS));
  // What a process that has just started costs by itself, to compare the next version of the API with.
  const second = await serveApi(url, settings);
  await load.turnTo([api.address, second.address]);
  await mark('a second process of the same API', () => sleep(REST_MS));
  await load.turnTo([api.address]);
  await end(second);
  for (const { change, last, contraction } of written) {
    await mark(`${change.title}: deploy`, () => deployTo(last));
    if (change.renames !== undefined) {
      const next = await serveApi(url, { ...settings, ...renamed(change.renames) });
      await load.turnTo([api.address, next.address]);
      await mark('both versions of the API', () => sleep(REST_MS));
      await load.turnTo([next.address]);
      await end(api);
      api = next;
    }
    await sleep(REST_MS);
    if (contraction !== undefined) await mark(`${change.title}: contraction`, () => deployTo(contraction));
    await sleep(REST_MS);
  }
  const requests = await load.end();
  await end(api);
  report(requests, marks);
  if (file !== undefined)
    await writeFile(file, plot(`The forum's API, ${posts} posts, ${clients} clients`, requests, marks));
}

/** What makes the API one that knows the column by its new name. */
function renamed({ from, to }: NonNullable<ForumChange['renames']>): Readonly<Record<string, string>> {
  const hook = path.join(import.meta.dirname, 'online-forum/renamed-column.mjs');
  return { COLUMN_RENAMED: `${from}:${to}`, NODE_OPTIONS: `--import=${hook}` };
}

/** Deploys, backfills included, or throws. */
async function deployed(input: DeployInput): Promise<void> {
  const { plan, results, backfills } = await deploy(input);
  const failed = results.find(({ outcome }) => outcome !== 'succeeded');
  if (failed !== undefined || results.length === 0)
    throw failed?.error ?? new Error(`nothing was deployed: ${JSON.stringify(plan.blockers)}`);
  const unfinished = backfills.find(({ outcome }) => outcome !== 'done');
  if (unfinished !== undefined) throw new Error(`a backfill is ${unfinished.outcome}`);
}

function report(requests: readonly ForumRequest[], marks: readonly Mark[]): void {
  const failed = requests.filter((one) => one.failed !== undefined);
  print(`${requests.length} requests of ${clients} clients on ${posts} posts, ${failed.length} failed\n`);
  for (const text of failed.slice(0, 5).map((one) => one.failed ?? '')) print(text);
  print(
    '| | seconds | reads, p50 | reads, p99 | writes, p50 | writes, p99 | longest | failed |\n|---|---|---|---|---|---|---|---|',
  );
  for (const { title, ...span } of marks) print(rowOf(title, requests, span));
  if (failed.length > 0) process.exitCode = 1;
}

/** Milliseconds of the requests that were under way in a step. */
function rowOf(title: string, requests: readonly ForumRequest[], span: Span): string {
  const reads = timesIn(
    requests.filter(({ kind }) => !writes.has(kind)),
    [span],
  );
  const written = timesIn(
    requests.filter(({ kind }) => writes.has(kind)),
    [span],
  );
  const cells = [reads, written].flatMap((times) => [0.5, 0.99].map((share) => quantile(times, share)));
  const most = Math.max(reads.at(-1) ?? NaN, written.at(-1) ?? NaN);
  const seconds = ((span.to - span.from) / 1000).toFixed(1);
  const failed = timesIn(
    requests.filter((one) => one.failed !== undefined),
    [span],
  ).length;
  return `| ${[title, seconds, ...[...cells, most].map((ms) => ms.toFixed(0)), failed].join(' | ')} |`;
}
