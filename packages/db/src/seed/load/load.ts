import { availableParallelism } from 'node:os';
import { AgoraError } from '@agora/core';
import { type Client, withConnection } from '@agora/postgres';
import { countStructure, type SeedEnvironment, withSeedLock } from '@agora/seeding';
import { assertMigrated, assertRights } from '../database/migrated.ts';
import { createForumSeedTables } from '../database/seed-tables.ts';
import { assertAllowed } from '../profiles/policy.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { LoadMeter, type LoadProgress } from './load-progress.ts';
import { type LoadPlan, planLoad } from './plan-load.ts';
import { LOAD_REFERENCE_DATE, LOAD_SEED, loadCommand } from './plan/load-command.ts';
import { type LoadStepResult, stepResult } from './plan/load-step.ts';
import { createLoadTables } from './plan/create-load-tables.ts';
import { type LoadIdentity, type LoadState, readLoadState, readMadeRows } from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';
import { runSteps } from './run-steps.ts';
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
  /** Plan only; write nothing. */
  dryRun?: boolean | undefined;
  onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Told of each step of the plan: when it has ended and, when the load fails, that it was not reached. */
  onStep?: ((result: LoadStepResult) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface LoadResult {
  /** False when the same load was there already. */
  changed: boolean;
  communities: number;
  /** One for each step; none when the same load was there already. */
  steps: readonly LoadStepResult[];
  /** Rows by table that the load has made. */
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
 * @throws seed.not_allowed, seed.not_migrated, seed.no_rights, seed.load_mismatch, seed.not_empty, seed.worker_failed, or
 *   what the server says; `onStep` has then been told of every step
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const startedMs = performance.now();
  const { environment, onProgress, onStep, signal } = options;
  assertAllowed(environment, 'load', 'seed');
  const identity: LoadIdentity = {
    scale: options.scale,
    seed: options.seed ?? LOAD_SEED,
    reference: options.referenceDate ?? new Date(LOAD_REFERENCE_DATE),
  };
  const connection = { url: options.url, applicationName: 'agora-load' };
  return withConnection(connection, async (client) => {
    await assertMigrated(client);
    await assertRights(client);
    return withSeedLock(client, async () => {
      const plan = await decide(client, identity, options.workers);
      const resultOf = async (
        run: Pick<LoadResult, 'changed' | 'steps' | 'copyMs' | 'rebuildMs' | 'peakMemoryBytes'>,
      ): Promise<LoadResult> => ({
        ...run,
        communities: plan.communities.length,
        rows: Object.fromEntries(await readMadeRows(client)),
        strategy: plan.strategy,
        resumed: plan.found !== null,
        durationMs: performance.now() - startedMs,
      });
      const nothing = { copyMs: 0, rebuildMs: 0, peakMemoryBytes: 0 };
      if (options.dryRun === true || plan.steps.length === 0) {
        const steps = plan.steps.map((step) => stepResult(step, 'planned'));
        return resultOf({ changed: steps.length > 0, steps, ...nothing });
      }
      await createForumSeedTables(client);
      await createLoadTables(client);
      const meter = new LoadMeter(plan, onProgress);
      const run = { connection, environment, meter, startedMs, onStep, signal };
      const steps = await runSteps(client, plan, run);
      return resultOf({ changed: true, steps, ...meter.phases, peakMemoryBytes: meter.peakMemoryBytes });
    });
  });
}

/**
 * What is to be done, from what is there. Writes nothing.
 * @throws seed.load_mismatch
 */
async function decide(
  client: Client,
  identity: LoadIdentity,
  workers: number | undefined,
): Promise<LoadPlan> {
  const found = await readLoadState(client);
  assertSame(found, identity);
  const strategy = found?.strategy ?? (await chooseStrategy(client));
  const typical = strategy === 'bare' || (await hasTypicalCommunities(client));
  const willBeOff = strategy === 'bare' ? await countStructure(client, loadTableNames) : 0;
  const parts = found === null ? willBeOff : found.missingParts;
  const means = { cores: availableParallelism(), workers, typical };
  return planLoad({ identity, found, strategy, parts }, means);
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
