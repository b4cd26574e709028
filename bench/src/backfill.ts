// A backfill against one plain UPDATE of the same rows, in turns on one server, at several sizes; then the p99 of a
// foreground load beside a throttled one, against the same load alone, in turns:
//   pnpm --filter @agora/bench run backfill [rounds] [seconds] [rows...]
// Prints ratios; exits 1 when a target is missed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type BackfillOptions, deploy, renderBackfill, runBackfills } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';

import { besideForeground, quantile, type Span, spanOf, timesIn } from './foreground/foreground.ts';
import { median } from './median.ts';

const rounds = Number(process.argv[2] ?? 3);
/** Of the foreground load alone, and as many beside a backfill, for each round. */
const seconds = Number(process.argv[3] ?? 10);
const sizes = process.argv.length > 4 ? process.argv.slice(4).map(Number) : [100_000, 1_000_000];

const LEAST_OF_PLAIN = 0.7;
const LEAST_LEVEL = 0.9;
const MOST_P99 = 1.1;
const STATEMENT = 'UPDATE filled SET slug = lower(title) WHERE slug IS NULL';
/** Nothing makes it rest but its share of the time. */
const free = { maxRows: 1_000_000, maxLagMs: 1e9, minFreeMb: 0 };
const throttled: BackfillOptions['settings'] = { ...free, targetMs: 10, share: 0.1 };
const clients = 4;
/** Milliseconds between two requests of one client: a site has room left. */
const THINK_MS = 10;
const STATEMENTS = [
  'SELECT title FROM filled WHERE id = $1',
  'UPDATE filled SET title = title WHERE id = $1',
];
/** Short turns, so that what else the machine does meets both alike. */
const TURN_SECONDS = 2;
/** How long a backfill has to begin and to end, in milliseconds. */
const START_MS = 400;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const database = await createTestDatabase();
const { url } = database;
const directory = await mkdtemp(path.join(tmpdir(), 'agora bench '));
try {
  await withConnection(url, main);
} finally {
  await database.drop();
  await rm(directory, { recursive: true });
}

async function main(): Promise<void> {
  await migration('1_filled', {
    'migration.sql': 'CREATE TABLE filled (id bigint PRIMARY KEY, title text NOT NULL, slug text);',
  });
  await migration('2_slugs', {
    'migration.sql': 'SELECT 1;',
    'backfill.sql': renderBackfill({
      table: 'filled',
      key: ['id'],
      doneWhen: 'SELECT NOT EXISTS (SELECT FROM filled WHERE slug IS NULL)',
      statement: `${STATEMENT} AND :batch`,
    }),
  });
  await deploy({ url, directory, backfills: 'later' });
  const speeds: number[] = [];
  for (const rows of sizes) {
    const plain: number[] = [];
    const batched: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await fill(rows);
      plain.push(await timed(() => query(STATEMENT)));
      await fill(rows);
      batched.push(await timed(() => run({ settings: { ...free, targetMs: 200, share: 1 } })));
    }
    const ratios = plain.map((ms, at) => ms / (batched[at] ?? NaN));
    const speed = rows / (median(batched) / 1000);
    speeds.push(speed);
    print(`${rows} rows: plain ${perSecond(rows, plain)}, backfill ${perSecond(rows, batched)} rows/s`);
    judge(
      `${rows} rows: rows a second to plain (${ratios.map((one) => one.toFixed(2)).join(', ')})`,
      median(ratios),
      LEAST_OF_PLAIN,
    );
  }
  const [first = NaN] = speeds;
  if (speeds.length > 1)
    judge('rows a second at the largest size to the smallest', (speeds.at(-1) ?? NaN) / first, LEAST_LEVEL);
  await beside();
}

/** The load alone and beside a throttled backfill, in turns of two seconds that follow each other. */
async function beside(): Promise<void> {
  const rows = Math.max(...sizes);
  await fill(rows);
  const spans: { readonly alone: Span[]; readonly both: Span[] } = { alone: [], both: [] };
  let changed = 0;
  const work = { url, statements: STATEMENTS, rows, clients, thinkMs: THINK_MS };
  const requests = await besideForeground(work, async () => {
    for (let turn = 0; turn < (rounds * seconds) / TURN_SECONDS; turn += 1) {
      spans.alone.push(await spanOf(() => sleep(TURN_SECONDS * 1000)));
      const stop = new AbortController();
      const backfill = run({ settings: throttled, resume: true, signal: stop.signal });
      await sleep(START_MS);
      spans.both.push(await spanOf(() => sleep(TURN_SECONDS * 1000)));
      stop.abort();
      changed += (await backfill)[0]?.changed ?? 0;
      await sleep(START_MS);
    }
  });
  const [alone, both] = [timesIn(requests, spans.alone), timesIn(requests, spans.both)];
  const rate = changed / (spans.both.length * (TURN_SECONDS + START_MS / 1000));
  for (const share of [0.5, 0.99])
    print(
      `p${share * 100} alone ${quantile(alone, share).toFixed(2)} ms, beside a throttled backfill ${quantile(both, share).toFixed(2)} ms`,
    );
  const ratio = quantile(both, 0.99) / quantile(alone, 0.99);
  print(
    `${Math.round(rate)} rows/s meanwhile; p99 beside it to alone ${ratio.toFixed(2)}, at most ${MOST_P99}${ratio > MOST_P99 ? ': missed' : ''}`,
  );
  if (ratio > MOST_P99) process.exitCode = 1;
}

function run(options: BackfillOptions) {
  return runBackfills({ url, directory, migration: '2_slugs', options });
}

async function fill(rows: number): Promise<void> {
  await query('TRUNCATE filled');
  await query(`INSERT INTO filled SELECT n, 'Title of the row ' || n FROM generate_series(1, ${rows}) AS n`);
  await query('VACUUM (ANALYZE) filled');
  await query('CHECKPOINT');
  await query('DROP TABLE IF EXISTS agora.backfills');
}

async function query(sql: string): Promise<void> {
  await withConnection(url, (client) => client.query(sql));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function perSecond(rows: number, times: readonly number[]): string {
  return String(Math.round(rows / (median(times) / 1000)));
}

function judge(what: string, value: number, least: number): void {
  const missed = !(value >= least);
  print(`${what}: ${value.toFixed(2)}, at least ${least}${missed ? ': missed' : ''}`);
  if (missed) process.exitCode = 1;
}

async function migration(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(directory, name, file), text);
}
