import type { LoadJob } from './plan/load-job.ts';
import { communitiesOf, type LoadCommunity } from '../simulation/scale.ts';
import type { LoadIdentity, LoadState } from './plan/state.ts';
import { loadTables } from '../factories/index.ts';
import { needOutcome, tableGroups } from './write/table-groups.ts';

/** With communities of 10,000 users three threads take up to 480 MB: a fourth would pass 512. More are not started. */
const MOST_WORKERS = 3;

/** What a load will do. Frozen. */
export interface LoadPlan extends Situation {
  readonly communities: readonly LoadCommunity[];
  /** Threads, at most. */
  readonly workers: number;
  /** The jobs of a batch are done side by side, and batches one after the other. */
  readonly batches: readonly (readonly LoadJob[])[];
}

/** What decides a plan. */
export interface Situation {
  readonly identity: LoadIdentity;
  /** What of the load is here; null before it has begun. */
  readonly found: LoadState | null;
  readonly strategy: LoadState['strategy'];
}

/** What the machine and the caller add. */
export interface Means {
  /** Processors. */
  readonly cores: number;
  /** As many threads as were asked for, if any number was. */
  readonly workers: number | undefined;
  /** Whether the tables hold communities of the usual size, so that statistics of them tell something. */
  readonly typical: boolean;
}

/** Decides a load, or what is left of one. Pure. */
export function planLoad(situation: Situation, { cores, workers, typical }: Means): LoadPlan {
  const { identity, found, strategy } = situation;
  const communities = communitiesOf(identity.scale);
  // On a bare database nothing else slows the server down, which then keeps a processor busy for each thread.
  const usual = strategy === 'bare' ? Math.ceil(cores / 2) : cores;
  const threads = Math.min(MOST_WORKERS, workers ?? usual);
  const batches =
    strategy === 'bare'
      ? bareBatches(communities, found, threads)
      : inPlaceBatches(communities, found, typical);
  return Object.freeze({ ...situation, communities, workers: threads, batches });
}

/** Into bare tables: each thread fills some of them, with the rows of all communities. */
function bareBatches(
  communities: readonly LoadCommunity[],
  found: LoadState | null,
  threads: number,
): LoadJob[][] {
  const left = loadTables.filter(({ table }) => found?.tables.has(table) !== true);
  const jobs = tableGroups(threads, left).map((group): LoadJob => {
    const tables = group.map(({ table }) => table);
    return { kind: 'tables', tables, withOutcome: needOutcome(group), communities };
  });
  return jobs.length === 0 ? [] : [jobs];
}

/** Into tables in use: each thread fills all of them with the rows of one community after the other, the largest first. */
function inPlaceBatches(
  communities: readonly LoadCommunity[],
  found: LoadState | null,
  typical: boolean,
): LoadJob[][] {
  const jobs = communities
    .filter(({ ordinal }) => found?.done.has(ordinal) !== true)
    .toSorted((a, b) => b.users - a.users || a.ordinal - b.ordinal)
    .map((community): LoadJob => ({ kind: 'community', community }));
  // The smallest first, alone, so that there is something typical to analyse.
  const first = jobs.length > 1 && !typical ? jobs.splice(-1) : [];
  return [first, jobs].filter((batch) => batch.length > 0);
}
