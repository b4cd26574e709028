// How long others wait while an expansion or parking is deployed and taken back: one client on an idle server, then many:
//   pnpm --filter @agora/bench run locks [rows] [rounds] [clients] [words of a title]
// Prints milliseconds, and of a missed p99 the step that was waited for; exits 1 when a target is missed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type ApplyEvent,
  deploy,
  makeScript,
  type Migration,
  rewriteChosen,
  rollback,
} from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, testServerUrl } from '@agora/testkit';

import { besideForeground, quantile, type Request, type Span, timesIn } from './foreground/foreground.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const clients = Number(process.argv[4] ?? 16);
const chosen = process.argv[5] ?? '';

const MOST_IDLE_MS = 50;
const MOST_P99_MS = 150;
const INIT = '20260101000000_orders';
const CHANGE = '20260102000000_change';
const TABLE = `CREATE TABLE orders (id int PRIMARY KEY, number text NOT NULL, total int NOT NULL DEFAULT 0, note text, a text, b text, c text);
CREATE INDEX orders_total_idx ON orders (total);
CREATE TABLE tags (id int PRIMARY KEY, name text NOT NULL);`;
const ROWS = `INSERT INTO orders SELECT n, 'N' || n, n, 'note ' || n, 'a', 'b', 'c' FROM generate_series(1, ${rows}) n;
INSERT INTO tags SELECT n, 'tag ' || n FROM generate_series(1, ${rows}) n;`;
/** What every version of the application has. */
const STATEMENTS = [
  'SELECT number FROM orders WHERE id = $1',
  'UPDATE orders SET number = number WHERE id = $1',
];
/** An hour. */
const PARK_MS = 3_600_000;

interface Change {
  readonly title: string;
  readonly up: string;
  /** Written by hand; without it the change is made an expansion. */
  readonly down?: string;
}

const changes: readonly Change[] = [
  { title: 'rename of a column', up: 'ALTER TABLE orders RENAME COLUMN note TO remark;' },
  { title: 'change of type', up: 'ALTER TABLE orders ALTER COLUMN total TYPE bigint;' },
  { title: 'rename of a table', up: 'ALTER TABLE tags RENAME TO labels;' },
  {
    title: 'parking a column',
    up: 'ALTER TABLE orders DROP COLUMN note;',
    down: 'ALTER TABLE orders ADD COLUMN note text;',
  },
  {
    title: 'parking four columns',
    up: 'ALTER TABLE orders DROP COLUMN note, DROP COLUMN a, DROP COLUMN b, DROP COLUMN c;',
    down: 'ALTER TABLE orders ADD COLUMN note text, ADD COLUMN a text, ADD COLUMN b text, ADD COLUMN c text;',
  },
  {
    title: 'parking a table',
    up: 'DROP TABLE tags;',
    down: 'CREATE TABLE tags (id int PRIMARY KEY, name text NOT NULL);',
  },
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
print('| | idle, longest | idle, median of the steps | load, p99 | load, longest |\n|---|---|---|---|---|');
for (const change of changes) if (change.title.includes(chosen)) await measure(change);

async function measure(change: Change): Promise<void> {
  const database = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'agora bench '));
  const { url } = database;
  try {
    await write(directory, [{ name: INIT, up: TABLE }]);
    await deploy({ url, directory });
    await withConnection(url, async (client) => {
      await client.query(ROWS);
      await client.query('VACUUM (ANALYZE)');
    });
    const parts = await partsOf(change, path.join(directory, CHANGE));
    await write(directory, parts);
    const idle: Record<'deploy' | 'back', number[]> = { deploy: [], back: [] };
    const loaded: { readonly deploy: Span[]; readonly back: Span[] } = { deploy: [], back: [] };
    const one = { url, statements: STATEMENTS, rows, thinkMs: 1, clients: 1 };
    const isIdle = await besideForeground(one, () => courses({ url, directory }, loaded));
    for (const way of ['deploy', 'back'] as const)
      idle[way] = loaded[way].splice(0).map((span) => timesIn(isIdle, [span]).at(-1) ?? NaN);
    const busy = await besideForeground({ ...one, thinkMs: 20, clients }, () =>
      courses({ url, directory }, loaded),
    );
    tell(`${change.title}, deployed`, idle.deploy, { busy, spans: loaded.deploy });
    tell(`${change.title}, taken back`, idle.back, { busy, spans: loaded.back });
  } finally {
    await database.drop();
    await rm(directory, { recursive: true });
  }
}

/** Deployed and taken back, so many times. */
async function courses(
  { url, directory }: { readonly url: string; readonly directory: string },
  spans: { readonly deploy: Span[]; readonly back: Span[] },
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    expectDone(
      await deploy({ url, directory, options: { parkMs: PARK_MS, onEvent: stepsInto(spans.deploy) } }),
    );
    await sleep(300);
    const options = { parkMs: PARK_MS, onEvent: stepsInto(spans.back) };
    expectDone(await rollback({ url, directory, options, target: { to: INIT } }));
    await sleep(300);
  }
}

/** The steps themselves: a backfill between two of them locks rows, and no table. */
function stepsInto(spans: Span[]): (event: ApplyEvent) => void {
  let from = 0;
  return (event) => {
    const now = performance.timeOrigin + performance.now();
    if (event.kind === 'step') from = now;
    if (event.kind === 'done') spans.push({ name: event.result.name, from, to: now });
  };
}

function expectDone({
  results,
}: {
  readonly results: readonly { readonly outcome: string; readonly error?: Error }[];
}): void {
  const failed = results.find(({ outcome }) => outcome !== 'succeeded');
  if (failed !== undefined || results.length === 0) throw failed?.error ?? new Error('nothing was done');
}

/** A value for people; one above its target makes the exit code 1. */
function missed(value: number, most: number, where = ''): string {
  if (value <= most) return value.toFixed(0);
  process.exitCode = 1;
  return `${value.toFixed(0)}: **missed**${where}`;
}

function tell(
  title: string,
  idle: readonly number[],
  { busy, spans }: { readonly busy: readonly Request[]; readonly spans: readonly Span[] },
): void {
  const known = idle.filter((ms) => !Number.isNaN(ms)).toSorted((a, b) => a - b);
  const alone =
    known.length === 0
      ? 'no request fell into it | '
      : `${Math.max(...known).toFixed(0)} | ${missed(quantile(known, 0.5), MOST_IDLE_MS)}`;
  const times = timesIn(busy, spans);
  const longest = times.at(-1);
  const worst = spans.find((span) => timesIn(busy, [span]).at(-1) === longest);
  const loaded =
    longest === undefined
      ? 'no request fell into it | '
      : `${missed(quantile(times, 0.99), MOST_P99_MS, ` (${worst?.name ?? ''})`)} | ${longest.toFixed(0)}`;
  print(`| ${title} | ${alone} | ${loaded} |`);
}

interface Part {
  readonly name: string;
  readonly up: string;
  readonly down?: string;
  readonly backfill?: string;
}

/** The migrations of a change: as they are written, or as an expansion. */
async function partsOf({ up, down }: Change, directory: string): Promise<readonly Part[]> {
  if (down !== undefined) return [{ name: CHANGE, up, down }];
  const migration = (name: string, sql: string): Migration => ({
    name,
    directory: path.join(path.dirname(directory), name),
    up: makeScript(path.join(path.dirname(directory), name, 'migration.sql'), sql),
  });
  const original = migration(CHANGE, up);
  const [report] = await rewriteChosen({
    adminUrl: await testServerUrl(),
    migrations: [migration(INIT, TABLE), original],
    isChosen: (one) => one === original,
  });
  return (report?.parts ?? []).map(({ name, up: script, down: back, backfill }) => ({
    name,
    up: script.raw,
    ...(back === undefined ? {} : { down: back.raw }),
    ...(backfill?.kind === 'sql' ? { backfill: backfill.script.raw } : {}),
  }));
}

async function write(directory: string, parts: readonly Part[]): Promise<void> {
  for (const { name, up, down, backfill } of parts) {
    await mkdir(path.join(directory, name), { recursive: true });
    const files = { 'migration.sql': up, 'down.sql': down, 'backfill.sql': backfill };
    for (const [file, text] of Object.entries(files))
      if (text !== undefined) await writeFile(path.join(directory, name, file), text);
  }
}
