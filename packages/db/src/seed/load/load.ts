import { availableParallelism } from 'node:os';
import { AgoraError } from '@agora/core';
import { withConnection } from '@agora/postgres';
import { missingStructure, rebuildStructure, type SeedEnvironment, withSeedLock } from '@agora/seeding';
import { assertMigrated } from '../database/migrated.ts';
import { createForumSeedTables } from '../database/seed-tables.ts';
import { assertAllowed } from '../profiles/policy.ts';
import { finishLoad } from './begin-load.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { copyRows } from './copy-rows.ts';
import { LoadMeter, type LoadProgress } from './load-progress.ts';
import { planLoad } from './plan-load.ts';
import { LOAD_REFERENCE_DATE, LOAD_SEED, loadCommand } from './plan/load-command.ts';
import { communitiesOf } from '../simulation/scale.ts';
import {
  createLoadTables,
  type LoadIdentity,
  type LoadState,
  readLoadState,
  readMadeRows,
} from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';
import { hasTypicalCommunities } from './write/planner-statistics.ts';

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
  const { environment, signal } = options;
  assertAllowed(environment, 'load', 'seed');
  const identity: LoadIdentity = {
    scale: options.scale,
    seed: options.seed ?? LOAD_SEED,
    reference: options.referenceDate ?? new Date(LOAD_REFERENCE_DATE),
  };
  const connection = { url: options.url, applicationName: 'agora-load' };
  return withConnection(connection, async (client) => {
    await assertMigrated(client);
    return withSeedLock(client, async () => {
      await createForumSeedTables(client);
      await createLoadTables(client);
      const found = await readLoadState(client);
      assertSame(found, identity);
      const resultOf = async (
        state: LoadState,
        run: Pick<LoadResult, 'changed' | 'copyMs' | 'rebuildMs' | 'peakMemoryBytes'>,
      ): Promise<LoadResult> => ({
        ...run,
        communities: communitiesOf(state.scale).length,
        rows: Object.fromEntries(await readMadeRows(client)),
        strategy: state.strategy,
        resumed: found !== null,
        durationMs: performance.now() - started,
      });
      if (found !== null && found.finishedAt !== null)
        return resultOf(found, { changed: false, copyMs: 0, rebuildMs: 0, peakMemoryBytes: 0 });
      const strategy = found?.strategy ?? (await chooseStrategy(client));
      const typical = strategy === 'bare' || (await hasTypicalCommunities(client));
      const means = { cores: availableParallelism(), workers: options.workers, typical };
      const plan = planLoad({ identity, found, strategy }, means);
      const meter = new LoadMeter(plan, options.onProgress);
      const state = await copyRows(client, plan, { url: options.url, meter, signal });
      meter.beginRebuild(await missingStructure(client));
      await rebuildStructure({
        connection,
        tables: loadTableNames,
        connections: 2,
        signal,
        onPart: (part, left) => meter.built(part, left),
      });
      await finishLoad(client, state, { environment, durationMs: performance.now() - started });
      return resultOf(state, { changed: true, ...meter.phases, peakMemoryBytes: meter.peakMemoryBytes });
    });
  });
}

/** @throws seed.load_mismatch when another load has been begun or made here */
function assertSame(found: LoadState | null, wanted: LoadIdentity): void {
  if (
    found === null ||
    (found.scale === wanted.scale &&
      found.seed === wanted.seed &&
      found.reference.getTime() === wanted.reference.getTime())
  )
    return;
  const begun = found.finishedAt === null;
  throw new AgoraError({
    code: 'seed.load_mismatch',
    message: `This database holds ${begun ? 'the beginning of ' : ''}another load.`,
    why: `It is of: ${loadCommand(found)}\nAsked for: ${loadCommand(wanted)}\nA database holds one load.`,
    fix: `${begun ? 'Finish it with its own command above, or remove it first' : 'Remove it first'}: agora seed --profile load --reset`,
  });
}
