import { createHash } from 'node:crypto';
import type { Client } from '@agora/postgres';
import { hash } from '@node-rs/argon2';
import { beginLoad } from './begin-load.ts';
import type { LoadMeter } from './load-progress.ts';
import type { LoadPlan } from './plan-load.ts';
import type { LoadJob } from './plan/load-job.ts';
import type { LoadState } from './plan/state.ts';
import type { LoadSeed } from '../simulation/community-plan.ts';
import { runPool } from './threads/pool.ts';
import { makeNames } from '../words/names.ts';
import { analyzeTables } from './write/planner-statistics.ts';
import type { LoadRecipe } from './write/load-recipe.ts';

const PASSWORD = 'User123!';

export interface CopyRun {
  readonly url: string;
  readonly meter: LoadMeter;
  readonly signal: AbortSignal | undefined;
}

/**
 * Has threads make and copy the rows of a plan; what begins a load is done meanwhile.
 * @throws seed.worker_failed, seed.not_empty; the signal's reason; what the server says
 */
export async function copyRows(client: Client, plan: LoadPlan, run: CopyRun): Promise<LoadState> {
  const seed = { seed: plan.identity.seed, referenceMs: plan.identity.reference.getTime() };
  const beginning = plan.found === null ? beginLoad(client, plan) : Promise.resolve(plan.found);
  const recipe = makeRecipe(seed);
  const copy = async (jobs: readonly LoadJob[], mayWrite: Promise<unknown>): Promise<void> => {
    const copying = runPool({
      data: { url: run.url },
      seed,
      recipe,
      mayWrite,
      workers: plan.workers,
      jobs,
      signal: run.signal,
      onReport(report) {
        run.meter.watchMemory();
        if (report.kind === 'rows') run.meter.copied(report);
      },
    });
    // What goes on on the main connection has to end before it is closed, even when a thread has failed.
    await Promise.allSettled([mayWrite, copying]);
    await copying;
  };
  if (plan.strategy === 'in place') await beginning;
  for (const [index, jobs] of plan.batches.entries()) {
    const last = index === plan.batches.length - 1;
    // Once there is something to analyse: by the statistics the checks of foreign keys are planned.
    await copy(jobs, last && plan.strategy === 'in place' ? analyzeTables(client) : beginning);
  }
  return beginning;
}

/** Made while threads start: the password's hash takes a processor some time, and faker's names as much. */
async function makeRecipe({ seed, referenceMs }: LoadSeed): Promise<LoadRecipe> {
  const salt = createHash('sha256').update(`agora load ${seed}`).digest().subarray(0, 16);
  const passwordHash = await hash(PASSWORD, { salt });
  return { seed, referenceMs, passwordHash, names: makeNames() };
}
