import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { LoadMeter } from './load-progress.ts';
import type { LoadPlan } from './plan-load.ts';
import type { LoadJob } from './plan/load-job.ts';
import type { LoadSeed } from '../simulation/community-plan.ts';
import { runPool } from './threads/pool.ts';
import { makeNames } from '../words/names.ts';
import type { LoadRecipe } from './write/load-recipe.ts';

const PASSWORD = 'User123!';

interface CopyRun {
  readonly url: string;
  readonly plan: LoadPlan;
  readonly recipe: Promise<LoadRecipe>;
  /** Until then nothing is written. */
  readonly mayWrite: Promise<unknown>;
  readonly meter: LoadMeter;
  readonly signal: AbortSignal | undefined;
}

/**
 * Has threads make and copy the rows of some jobs, once `mayWrite` has settled.
 * @throws seed.worker_failed, seed.not_empty; why `mayWrite` failed; the signal's reason; what the server says
 */
export async function copyRows(jobs: readonly LoadJob[], run: CopyRun): Promise<void> {
  const copying = runPool({
    data: { url: run.url },
    seed: seedOf(run.plan),
    recipe: run.recipe,
    mayWrite: run.mayWrite,
    workers: run.plan.workers,
    jobs,
    signal: run.signal,
    onReport(report) {
      run.meter.watchMemory();
      if (report.kind === 'rows') run.meter.copied(report);
    },
  });
  // What goes on on the main connection has to end before it is closed, even when a thread has failed.
  await Promise.allSettled([run.mayWrite, copying]);
  await copying;
}

/** Made while threads start: the password's hash takes a processor some time, and faker's names as much. */
export async function makeRecipe(plan: LoadPlan): Promise<LoadRecipe> {
  const { seed, referenceMs } = seedOf(plan);
  const salt = createHash('sha256').update(`agora load ${seed}`).digest().subarray(0, 16);
  const passwordHash = await hash(PASSWORD, { salt });
  return { seed, referenceMs, passwordHash, names: makeNames() };
}

function seedOf({ identity }: LoadPlan): LoadSeed {
  return { seed: identity.seed, referenceMs: identity.reference.getTime() };
}
