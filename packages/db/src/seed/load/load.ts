import { availableParallelism } from 'node:os';
import { createHash } from 'node:crypto';
import { AgoraError } from '@agora/core';
import { type Client, withConnection, withTransaction } from '@agora/postgres';
import {
  dropStructure,
  missingStructure,
  rebuildStructure,
  recordSeedVersion,
  type SeedEnvironment,
  type StructurePart,
  withSeedLock,
} from '@agora/seeding';
import { hash } from '@node-rs/argon2';
import { assertMigrated } from '../database/migrated.ts';
import { createForumSeedTables } from '../database/seed-tables.ts';
import { assertAllowed } from '../profiles/policy.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { copyBare, copyInPlace, copyProgress } from './copy-phase.ts';
import type { LoadSeed } from './simulation/decide.ts';
import { LOAD_REFERENCE_DATE, LOAD_SEED, loadCommand } from './plan/load-command.ts';
import { makeNames } from './words/names.ts';
import { runPool } from './threads/pool.ts';
import { communitiesOf, type LoadCommunity } from './plan/scale.ts';
import { createLoadTables, type LoadState, readLoadState, readMadeRows } from './plan/state.ts';
import { tableNames } from './tables/index.ts';
import type { LoadJob } from './threads/worker.ts';
import { type LoadRecipe, writeReference } from './write/write-community.ts';

const PASSWORD = 'User123!';
/** With communities of 10,000 users three threads take up to 480 MB: a fourth would pass 512. More are not started. */
const MOST_WORKERS = 3;

export interface LoadOptions {
  /** `postgresql://` address of a migrated database. */
  url: string;
  environment: SeedEnvironment;
  /** Tens of thousands of users, with content in proportion: about 2 million rows for 1. */
  scale: number;
  seed?: number | undefined;
  referenceDate?: Date | undefined;
  /**
   * Threads that generate and write, at most three. Default: one for each core; where nothing else slows the server
   * down, on a bare database, one for two cores, the other being the server's.
   */
  workers?: number | undefined;
  onProgress?: ((progress: LoadProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface LoadProgress {
  phase: 'copy' | 'rebuild';
  /** Table (copy) or index or key (rebuild) just done. */
  what: string;
  /** Users' worth of content (copy) or parts (rebuild) done, of `total`. */
  done: number;
  total: number;
  /** Rows written so far. */
  rows: number;
  rowsPerSecond: number;
  /** Seconds that this phase will take still; undefined before it can be told. */
  remainingSeconds: number | undefined;
}

export interface LoadResult {
  /** False when the same load was there already. */
  changed: boolean;
  communities: number;
  /** Rows by table. */
  rows: Readonly<Record<string, number>>;
  /** `bare`: indexes and keys were made after the rows; `in place`: they stood already. */
  strategy: LoadState['strategy'];
  resumed: boolean;
  copyMs: number;
  rebuildMs: number;
  durationMs: number;
  /** Largest resident memory that was seen, in bytes. */
  peakMemoryBytes: number;
}

/**
 * Fills a database with generated communities. The rows depend on scale, seed and reference date alone, not on the
 * number of workers. On a database without other data, indexes and keys are taken away first and made again after;
 * on any other they stay. Killed at any moment, the same call goes on where it stopped.
 *
 * @throws seed.not_allowed, seed.not_migrated, seed.load_mismatch, seed.not_empty, seed.worker_failed, or what the server says
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const started = performance.now();
  assertAllowed(options.environment, 'load', 'seed');
  const referenceMs = (options.referenceDate ?? new Date(LOAD_REFERENCE_DATE)).getTime();
  const seed = options.seed ?? LOAD_SEED;
  const wanted = { scale: options.scale, seed, reference: new Date(referenceMs) };
  return withConnection({ url: options.url, applicationName: 'agora-load' }, async (client) => {
    await assertMigrated(client);
    return withSeedLock(client, async () => {
      const found = await findLoad(client, wanted);
      const resumed = found !== null;
      if (found !== null && found.finishedAt !== null) {
        return result(client, found, {
          changed: false,
          resumed,
          copyMs: 0,
          rebuildMs: 0,
          started,
          peak: 0,
        });
      }
      const communities = communitiesOf(options.scale);
      const strategy = found?.strategy ?? (await chooseStrategy(client));
      const copyStarted = performance.now();
      let rows = 0;
      let peak = process.memoryUsage.rss();
      const progress = copyProgress(communities, found, strategy);
      const beginning =
        found === null
          ? beginLoad(client, wanted, strategy, { seed, referenceMs }, communities)
          : Promise.resolve(found);
      const recipe = makeRecipe({ seed, referenceMs });
      const workers = Math.min(MOST_WORKERS, options.workers ?? defaultWorkers(strategy));
      const run = (jobs: readonly LoadJob[], mayWrite: Promise<unknown>): Promise<void> =>
        runPool({
          data: { url: options.url },
          seed: { seed, referenceMs },
          recipe,
          mayWrite,
          workers,
          jobs,
          signal: options.signal,
          onReport(report) {
            peak = Math.max(peak, process.memoryUsage.rss());
            if (report.kind !== 'rows') return;
            rows += report.rows;
            const seconds = (performance.now() - copyStarted) / 1000;
            options.onProgress?.({
              phase: 'copy',
              what: report.table,
              ...progress(report, seconds),
              rows,
              rowsPerSecond: rows / seconds,
            });
          },
        });
      if (strategy === 'bare') await copyBare(run, workers, communities, beginning, found);
      else await copyInPlace(client, run, communities, beginning, found);
      const state = await beginning;
      const rebuildStarted = performance.now();
      const parts = await missingStructure(client);
      const work = parts.reduce((sum, part) => sum + workOf(part), 0);
      let built = 0;
      await rebuildStructure({
        connection: { url: options.url, applicationName: 'agora-load' },
        tables: tableNames,
        connections: 2,
        signal: options.signal,
        onPart(part, remaining) {
          const seconds = (performance.now() - rebuildStarted) / 1000;
          built += workOf(part);
          options.onProgress?.({
            phase: 'rebuild',
            what: part.name,
            done: parts.length - remaining,
            total: parts.length,
            rows,
            rowsPerSecond: rows / ((performance.now() - copyStarted) / 1000),
            remainingSeconds: (seconds / built) * (work - built),
          });
        },
      });
      await finish(client, options.environment, state, performance.now() - started);
      const copyMs = rebuildStarted - copyStarted;
      const rebuildMs = performance.now() - rebuildStarted;
      return result(client, state, { changed: true, resumed, copyMs, rebuildMs, started, peak });
    });
  });
}

/** Made while threads start: the password's hash takes a processor some time, and faker's names as much. */
async function makeRecipe({ seed, referenceMs }: LoadSeed): Promise<LoadRecipe> {
  const salt = createHash('sha256').update(`agora load ${seed}`).digest().subarray(0, 16);
  const passwordHash = await hash(PASSWORD, { salt });
  return { seed, referenceMs, passwordHash, names: makeNames() };
}

/** What an index or a check takes, in bytes to read: that goes by the size of its table. */
function workOf({ bytes }: StructurePart): number {
  return bytes + 8192;
}

function defaultWorkers(strategy: LoadState['strategy']): number {
  const cores = availableParallelism();
  return strategy === 'bare' ? Math.ceil(cores / 2) : cores;
}

interface Wanted {
  scale: number;
  seed: number;
  reference: Date;
}

/** The load that was begun or made here; null without one. */
async function findLoad(client: Client, wanted: Wanted): Promise<LoadState | null> {
  await createForumSeedTables(client);
  await createLoadTables(client);
  const before = await readLoadState(client);
  if (
    before !== null &&
    (before.scale !== wanted.scale ||
      before.seed !== wanted.seed ||
      before.reference.getTime() !== wanted.reference.getTime())
  ) {
    throw new AgoraError({
      code: 'seed.load_mismatch',
      message: `This database holds ${before.finishedAt === null ? 'the beginning of ' : ''}another load.`,
      why: `It is of: ${loadCommand(before)}\nAsked for: ${loadCommand(wanted)}\nA database holds one load.`,
      fix: `${before.finishedAt === null ? 'Finish it with its own command above, or remove it first' : 'Remove it first'}: agora seed --profile load --reset`,
    });
  }
  return before;
}

/** Notes that a load begins and, on an empty database, takes indexes and keys away and writes the reference data. */
async function beginLoad(
  client: Client,
  wanted: Wanted,
  strategy: LoadState['strategy'],
  seed: Parameters<typeof writeReference>[1],
  communities: readonly LoadCommunity[],
): Promise<LoadState> {
  await withTransaction(client, async () => {
    await client.query('INSERT INTO agora.loads (scale, seed, reference, strategy) VALUES ($1, $2, $3, $4)', [
      wanted.scale,
      wanted.seed,
      wanted.reference,
      strategy,
    ]);
    if (strategy === 'in place') return;
    await dropStructure(client, tableNames);
    await writeReference(client, seed, communities);
  });
  return (await readLoadState(client))!;
}

async function finish(
  client: Client,
  environment: SeedEnvironment,
  state: LoadState,
  durationMs: number,
): Promise<void> {
  await client.query('UPDATE agora.loads SET finished_at = now()');
  const made = await readMadeRows(client);
  const recipe = JSON.stringify([state.scale, state.seed, state.reference]);
  const hashed = createHash('sha256').update(recipe).digest('hex');
  await recordSeedVersion(client, {
    name: 'load',
    version: 1,
    hash: hashed,
    environment,
    durationMs,
    rows: [...made.values()].reduce((sum, rows) => sum + rows, 0),
  });
}

async function result(
  client: Client,
  state: LoadState,
  run: {
    changed: boolean;
    resumed: boolean;
    copyMs: number;
    rebuildMs: number;
    started: number;
    peak: number;
  },
): Promise<LoadResult> {
  return {
    changed: run.changed,
    communities: communitiesOf(state.scale).length,
    rows: Object.fromEntries(await readMadeRows(client)),
    strategy: state.strategy,
    resumed: run.resumed,
    copyMs: run.copyMs,
    rebuildMs: run.rebuildMs,
    durationMs: performance.now() - run.started,
    peakMemoryBytes: run.peak,
  };
}
