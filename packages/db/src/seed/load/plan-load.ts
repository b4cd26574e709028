import { factories, loadTables } from '../factories/index.ts';
import { communitiesOf, type LoadCommunity } from '../simulation/scale.ts';
import { estimateRows } from './plan/estimate.ts';
import type { LoadJob } from './plan/load-job.ts';
import type { LoadStep } from './plan/load-step.ts';
import type { LoadIdentity, LoadState } from './plan/state.ts';
import { needOutcome, tableGroups } from './write/table-groups.ts';
import { referenceFactories } from './write/write-reference.ts';

/** With communities of 10,000 users three threads take up to 480 MB: a fourth would pass 512. More are not started. */
const MOST_WORKERS = 3;

/** What a load will do. Frozen. */
export interface LoadPlan extends Situation {
  readonly communities: readonly LoadCommunity[];
  /** Threads, at most. */
  readonly workers: number;
  /** In order; none when the load is whole. */
  readonly steps: readonly LoadStep[];
}

/** What decides a plan. */
interface Situation {
  readonly identity: LoadIdentity;
  /** What of the load is here; null before it has begun. */
  readonly found: LoadState | null;
  readonly strategy: LoadState['strategy'];
  /** Indexes and keys that are off, or will be when the load begins. */
  readonly parts: number;
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
  const { identity, found, strategy, parts } = situation;
  const communities = communitiesOf(identity.scale);
  // On a bare database nothing else slows the server down, which then keeps a processor busy for each thread.
  const usual = strategy === 'bare' ? Math.ceil(cores / 2) : cores;
  const threads = Math.min(MOST_WORKERS, workers ?? usual);
  const whole = found !== null && found.finishedAt !== null;
  const steps: LoadStep[] = whole
    ? []
    : [
        ...(found === null ? [beginning(situation, communities)] : []),
        ...(strategy === 'bare'
          ? copyIntoBare(communities, found, threads)
          : copyInPlace(communities, found, typical)),
        { kind: 'rebuild', parts },
      ];
  return Object.freeze({ ...situation, communities, workers: threads, steps: Object.freeze(steps) });
}

function beginning({ strategy, parts }: Situation, communities: readonly LoadCommunity[]): LoadStep {
  if (strategy === 'in place') return { kind: 'begin', strategy };
  const rows = estimateRows(referenceFactories, communities.length, 0);
  return { kind: 'begin', strategy, parts, communities: communities.length, rows };
}

function copying(jobs: readonly LoadJob[]): LoadStep {
  return { kind: 'copy', jobs, rows: jobs.reduce((sum, job) => sum + rowsOf(job), 0) };
}

/** About how many rows a job writes. */
function rowsOf(job: LoadJob): number {
  if (job.kind === 'community') return estimateRows(factories, 1, job.community.users);
  const users = job.communities.reduce((sum, community) => sum + community.users, 0);
  const tables = loadTables.filter(({ table }) => job.tables.includes(table));
  return estimateRows(tables, job.communities.length, users);
}

/** Into bare tables: each thread fills some of them, with the rows of all communities. */
function copyIntoBare(
  communities: readonly LoadCommunity[],
  found: LoadState | null,
  threads: number,
): LoadStep[] {
  const left = loadTables.filter(({ table }) => found?.tables.has(table) !== true);
  const jobs = tableGroups(threads, left).map((group): LoadJob => {
    const tables = group.map(({ table }) => table);
    return { kind: 'tables', tables, withOutcome: needOutcome(group), communities };
  });
  return jobs.length === 0 ? [] : [copying(jobs)];
}

/** Into tables in use: each thread fills all of them with the rows of one community after the other, the largest first. */
function copyInPlace(
  communities: readonly LoadCommunity[],
  found: LoadState | null,
  typical: boolean,
): LoadStep[] {
  const jobs = communities
    .filter(({ ordinal }) => found?.done.has(ordinal) !== true)
    .toSorted((a, b) => b.users - a.users || a.ordinal - b.ordinal)
    .map((community): LoadJob => ({ kind: 'community', community }));
  if (jobs.length === 0) return [];
  // The smallest first, alone, so that there is something typical to analyse: by statistics the checks are planned.
  const first = jobs.length > 1 && !typical ? jobs.splice(-1) : [];
  return [...(first.length === 0 ? [] : [copying(first)]), { kind: 'analyze' }, copying(jobs)];
}
