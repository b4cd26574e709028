import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Client, withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';

import { bundleChild } from '../../bundle-child.fixture.ts';
import { readStatus } from '../../verbs/status.ts';
import type { Boundary } from '../options.ts';

/** A script that leaves a trace: every row of `trace` stands for a statement that must have run exactly once. */
const trace = (...numbers: number[]): string =>
  numbers.map((n) => `INSERT INTO trace VALUES (${n});`).join('\n');
const untrace = (...numbers: number[]): string => `DELETE FROM trace WHERE n IN (${numbers.join(', ')});`;

/** Each way a script can run: one transaction, step by step, transactions of its own, one that is refused. */
const migrations: Readonly<Record<string, { up: string; down: string }>> = {
  '20240101000000_transaction': {
    up: 'CREATE TABLE trace (n int);\nCREATE TABLE t (a int, b int);\nINSERT INTO t SELECT i, i FROM generate_series(1, 500) i;',
    down: 'DROP TABLE t;\nDROP TABLE trace;',
  },
  '20240102000000_concurrently': {
    up: `${trace(1)}\nCREATE INDEX CONCURRENTLY t_a ON t (a);\n${trace(2)}\nCREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b);\nVACUUM t;\n${trace(3)}`,
    down: `${untrace(1, 2)}\nDROP INDEX CONCURRENTLY t_b;\nDROP INDEX CONCURRENTLY t_a;\n${untrace(3)}`,
  },
  '20240103000000_own_transactions': {
    up: `BEGIN;\n${trace(4, 5)}\nCOMMIT;\nBEGIN;\n${trace(6)}\nCREATE TABLE u ();\nCOMMIT;\n${trace(7)}`,
    down: `-- agora: no-transaction\n${untrace(7)}\nDROP TABLE u;\n${untrace(4, 5, 6)}`,
  },
  '20240104000000_enum': {
    up: `CREATE TYPE e AS ENUM ('x');\nALTER TYPE e ADD VALUE 'y';\nCREATE TABLE v (e e DEFAULT 'y');\nINSERT INTO v DEFAULT VALUES;\n${trace(8)}`,
    down: `${untrace(8)}\nDROP TABLE v;\nDROP TYPE e;`,
  },
};

/** Where a run is killed: at the nth boundary of a kind, some milliseconds after it. */
export interface CrashPoint {
  readonly kind: Boundary | 'any';
  readonly nth: number;
  readonly delayMs: number;
}

const verbs = ['deploy', 'rollback'] as const;
type Verb = (typeof verbs)[number];

/** What a series of crashes has shown. */
export interface CrashReport {
  readonly kills: number;
  /** States that no run had an explanation for. Must be empty. */
  readonly unexplained: readonly string[];
}

/** Every kind of boundary, in the second and third script to reach it, and two statements under way. */
export const sampledPoints: readonly CrashPoint[] = [
  ...(['started', 'before-statement', 'after-statement', 'before-history', 'before-commit'] as const),
  ...(['after-commit', 'after-intent', 'before-outcome'] as const),
]
  .flatMap((kind) => [2, 3].map((nth) => ({ kind, nth, delayMs: 0 })))
  .concat([5, 7].map((nth) => ({ kind: 'before-statement', nth, delayMs: 2 })));

/** Boundary after boundary, at it and while the statement after it runs, until there have been enough kills. */
export function* everyPoint(): Generator<CrashPoint> {
  for (let round = 0; ; round += 1) {
    for (let nth = 1; nth <= BOUNDARIES; nth += 1) {
      yield { kind: 'any', nth, delayMs: round % 2 === 0 ? 0 : 1 + (round % 3) };
    }
  }
}

/** The deploy of these scripts reaches 73 boundaries, the rollback 53. */
const BOUNDARIES = 73;

/**
 * Deploys and rolls back, killed at each point in turn, and lets the next run finish.
 * @param kills stop after this many; else when the points are used up
 */
export async function crashRuns(
  points: Iterable<CrashPoint>,
  kills: number = Infinity,
): Promise<CrashReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora crash '));
  const database = await createTestDatabase();
  const directory = path.join(folder, 'migrations');
  const world = { child: path.join(folder, 'child.mjs'), directory, url: database.url };
  const report = { kills: 0, unexplained: [] as string[] };
  try {
    await bundleChild(path.join(import.meta.dirname, 'crash-child.fixture.ts'), world.child);
    for (const [name, { up, down }] of Object.entries(migrations)) {
      await mkdir(path.join(directory, name), { recursive: true });
      await writeFile(path.join(directory, name, 'migration.sql'), up);
      await writeFile(path.join(directory, name, 'down.sql'), down);
    }
    for (const point of points) {
      if (report.kills >= kills) break;
      for (const verb of verbs) {
        const found = await crashOnce(world, verb, point);
        report.kills += found.killed ? 1 : 0;
        report.unexplained.push(...found.unexplained);
      }
    }
    return report;
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface World {
  readonly child: string;
  readonly directory: string;
  readonly url: string;
}

async function crashOnce(
  world: World,
  verb: Verb,
  point: CrashPoint,
): Promise<{ killed: boolean; unexplained: readonly string[] }> {
  const when = `${verb} killed at ${point.kind} ${point.nth} + ${point.delayMs} ms`;
  const unexplained: string[] = [];
  const first = await runChild(world, verb, point);
  if (first === undefined) unexplained.push(...(await explain(world, when)));
  const last = first ?? (await runChild(world, verb, { kind: 'any', nth: 0, delayMs: 0 }));
  if (last?.error) unexplained.push(`${when}, then: ${last.error.code} ${last.error.message}`);
  unexplained.push(...(await expectEnd(world, verb, `${when}, then finished`)));
  return { killed: first === undefined, unexplained };
}

/** A half-way state must be one that status knows how to go on from, with no statement done twice. */
async function explain({ url, directory }: World, when: string): Promise<string[]> {
  const status = await readStatus({ url, directory });
  const found = status.violations.map((violation) => `${when}: ${violation.message}`);
  const twice = await withConnection(url, repeated);
  return [...found, ...(twice.length > 0 ? [`${when}: statements ${twice.join(', ')} ran twice`] : [])];
}

async function expectEnd({ url, directory }: World, verb: Verb, when: string): Promise<string[]> {
  const status = await readStatus({ url, directory });
  const count = Object.keys(migrations).length;
  const wanted = verb === 'deploy' ? { applied: count, pending: 0 } : { applied: 0, pending: count };
  const problems: string[] = [];
  if (status.violations.length > 0) problems.push(`${when}: ${status.violations[0]?.message}`);
  if (status.counts.applied !== wanted.applied || status.counts.pending !== wanted.pending) {
    problems.push(`${when}: ${JSON.stringify(status.counts)}`);
  }
  const left = await withConnection(url, async (client) => {
    const { rows } = await client.query<{ state: string }>(
      `SELECT concat_ws(' ', to_regclass('t'), to_regclass('t_a'), to_regclass('t_b'), to_regclass('u'), to_regclass('v'), to_regtype('e'),
         (SELECT count(*) FROM pg_index WHERE NOT indisvalid)) AS state`,
    );
    const done = rows[0]?.state === 't t_a t_b u v e 0' ? await traces(client) : [];
    return { state: rows[0]?.state, done };
  });
  const state = verb === 'deploy' ? 't t_a t_b u v e 0' : '0';
  if (left.state !== state) problems.push(`${when}: left ${left.state}`);
  if (verb === 'deploy' && left.done.join() !== '1,2,3,4,5,6,7,8')
    problems.push(`${when}: ran ${left.done.join()}`);
  return problems;
}

async function traces(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ n: number }>('SELECT n FROM trace ORDER BY n');
  return rows.map((row) => row.n);
}

async function repeated(client: Client): Promise<number[]> {
  const { rows: found } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('trace') IS NOT NULL AS found",
  );
  if (!found[0]?.found) return [];
  const { rows } = await client.query<{ n: number }>('SELECT n FROM trace GROUP BY n HAVING count(*) > 1');
  return rows.map((row) => row.n);
}

interface ChildReport {
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What the child said at its end; undefined when it was killed. */
function runChild(
  { child, url, directory }: World,
  verb: Verb,
  point: CrashPoint,
): Promise<ChildReport | undefined> {
  const words = [verb, url, directory, point.kind, String(point.nth), String(point.delayMs)];
  return new Promise((done, fail) => {
    const running = spawn(process.execPath, [child, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    running.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    running.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    running.on('error', fail);
    running.on('close', (code, signal) => {
      if (signal === 'SIGKILL') done(undefined);
      else if (code === 0) done(JSON.parse(stdout));
      else fail(new Error(`The child of ${verb} ended with ${code}: ${stderr}`));
    });
  });
}
