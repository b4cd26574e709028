import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { testServerUrl } from '@agora/testkit';

import { bundleChild } from '../../../bundle-child.fixture.ts';
import type { Project } from '../../../prisma/project.ts';
import { contractExpansions } from '../contract.ts';
import { type FixtureProject, makeProject } from '../../../temporary-project.fixture.ts';
import { expandInto, INIT_NAME } from '../expanded-project.fixture.ts';
import { Application, Observed, OLD_NAMES, TABLES } from './application.fixture.ts';
import type { LoadCase } from './cases.fixture.ts';
import { migrate } from './migrate.fixture.ts';

/** How much is made of a course. */
export interface CourseSize {
  /** Clients of the old and of the new version, each. */
  readonly clients: number;
  /** Milliseconds between two operations of one client. */
  readonly thinkMs: number;
  /** Rows that are there at the beginning. */
  readonly rows: number;
  /** Times that each migrating process is killed before it may end. */
  readonly kills: number;
  /** Back from each part, or from the last alone. */
  readonly abort: 'everywhere' | 'at the end';
  /** Whole courses are run until so many milliseconds are over. */
  readonly leastMs: number;
}

/** What a course has shown. */
export interface CourseReport {
  /** Must be empty. */
  readonly faults: readonly string[];
  readonly courses: number;
  readonly kills: number;
  /** How long the clients' statements took, in milliseconds, sorted. */
  readonly times: readonly number[];
}

/** The ids of the clients of one start are apart from those of the next. */
const IDS_OF_A_START = 10_000_000;

/**
 * A change by expansion while clients of both versions work: deployed part by part and taken back from each, deployed
 * whole, contracted, taken back and contracted again, the migrating process killed in each.
 */
export async function runCourse(change: LoadCase, size: CourseSize): Promise<CourseReport> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    return await runIn(await makeProject((cleanup) => cleanups.push(cleanup)), change, size);
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
}

async function runIn(fixture: FixtureProject, change: LoadCase, size: CourseSize): Promise<CourseReport> {
  const { project, parts } = await expandInto(fixture, TABLES, change.sql);
  const { url, directory, root } = fixture;
  const child = path.join(root, 'child.mjs');
  if (size.kills > 0) await bundleChild(path.join(import.meta.dirname, 'migrate-child.fixture.ts'), child);
  // Soon found, so that locks in the wrong order show: after a second, only a machine that is busy shows them.
  await fixture.query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 20', current_database()); END $$`,
  );
  await fixture.query(
    `INSERT INTO users SELECT -n, 'row ' || n, n, n::text FROM generate_series(1, ${size.rows}) n`,
  );
  const observed = new Observed();
  const report = { faults: observed.errors, courses: 0, kills: 0, times: observed.times };
  const { thinkMs } = size;
  const copies = change.copiesToOldNames ?? true;
  const old = new Application(url, observed, { names: OLD_NAMES, copies, thinkMs });
  const names = { ...OLD_NAMES, ...change.names };
  const next = new Application(url, observed, { names, copies: true, thinkMs });
  let started = 0;
  const start = (one: Application): Application => one.start(size.clients, (started += 1) * IDS_OF_A_START);
  const go = async (verb: 'deploy' | 'rollback', to: string): Promise<void> => {
    for (let kill = 0; kill < size.kills; kill += 1) {
      const said = await runAndKill([child, verb, url, directory, to]);
      if (said === undefined) report.kills += 1;
      else if (said !== '') observed.errors.push(said);
    }
    observed.errors.push(...(await migrate(verb, { url, directory, to })));
    await sleep(200);
  };
  const last = parts.at(-1) ?? INIT_NAME;
  let contraction = '';
  const until = performance.now() + size.leastMs;
  try {
    start(old);
    do {
      for (const part of size.abort === 'everywhere' ? parts : parts.slice(-1)) {
        await go('deploy', part);
        await go('rollback', INIT_NAME);
      }
      await go('deploy', last);
      start(next);
      await sleep(500);
      observed.errors.push(...(await differences(fixture, change)));
      await old.stop();
      contraction ||= await writeContraction(project);
      await go('deploy', contraction);
      await go('rollback', last);
      start(old);
      await sleep(300);
      observed.errors.push(...(await differences(fixture, change)));
      await old.stop();
      await go('deploy', contraction);
      await go('rollback', last);
      start(old);
      await next.stop();
      await go('rollback', INIT_NAME);
      report.courses += 1;
    } while (performance.now() < until && report.faults.length === 0);
  } finally {
    await old.stop();
    await next.stop();
  }
  observed.errors.push(...(await missing(fixture, observed, size.rows)));
  observed.times.sort((a, b) => a - b);
  return report;
}

async function writeContraction(project: Project): Promise<string> {
  const { contractions } = await contractExpansions({ project, adminUrl: await testServerUrl() });
  return contractions[0]?.migration.name ?? '';
}

/** Rows whose two names or types say different things. */
async function differences(asked: FixtureProject, { differ }: LoadCase): Promise<readonly string[]> {
  if (differ === undefined) return [];
  const [row] = await asked.query(`SELECT count(*)::int AS rows FROM ${differ}`);
  return row?.['rows'] === 0 ? [] : [`${String(row?.['rows'])} rows differ: ${differ}`];
}

/** What is not as the clients have left it. */
async function missing(asked: FixtureProject, { users }: Observed, rows: number): Promise<readonly string[]> {
  const found = await asked.query(
    `SELECT u.id, u.name, u.age, u.code, p.id AS post, l.id AS "like" FROM users u
       LEFT JOIN posts p ON p.author = u.name LEFT JOIN likes l ON l.liker = u.id WHERE u.id > 0`,
  );
  const wrong = found.flatMap(({ id, ...row }) => {
    const user = users.get(Number(id));
    const [has, wants] = [
      Object.values(row).map(String).join(),
      user && [...Object.values(user), id, id].join(),
    ];
    return has === wants ? [] : [`row ${String(id)} is ${has}, expected ${wants}`];
  });
  const [kept] = await asked.query(
    `SELECT count(*)::int AS rows FROM users WHERE id < 0 AND name = 'row ' || -id AND age = -id AND code = (-id)::text`,
  );
  return [
    ...wrong.slice(0, 5),
    ...(found.length === users.size ? [] : [`${found.length} rows are there, ${users.size} were written`]),
    ...(kept?.['rows'] === rows ? [] : [`${String(kept?.['rows'])} of ${rows} old rows are as they were`]),
  ];
}

/** The longest that a process works before it is killed, in milliseconds. */
const LONGEST_MS = 250;

/** Runs a migrating process, and kills it. @returns what went wrong, where it was faster; undefined when it was killed */
async function runAndKill(words: readonly string[]): Promise<string | undefined> {
  const running = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const begun = new Promise<void>((resolve) => {
    running.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
  });
  const ended = once(running, 'close');
  await Promise.race([begun, ended]);
  await Promise.race([sleep(Math.random() * LONGEST_MS), ended]);
  running.kill('SIGKILL');
  await ended;
  return running.signalCode === 'SIGKILL' ? undefined : said.replace('begun\n', '');
}
