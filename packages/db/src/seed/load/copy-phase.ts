import type { Client } from '@agora/postgres';
import type { LoadCommunity } from './plan/scale.ts';
import type { LoadState } from './plan/state.ts';
import { analyzeTables, hasTypicalCommunities } from './write/statistics.ts';
import { needOutcome, shareOf, tableGroups } from './write/table-groups.ts';
import { loadTables } from './tables/index.ts';
import type { LoadJob } from './threads/worker.ts';

/** Has threads do jobs; nothing is written before the promise settles. */
export type Run = (jobs: readonly LoadJob[], mayWrite: Promise<unknown>) => Promise<void>;

/** Into bare tables: each thread fills some of them, with the rows of all communities. */
export async function copyBare(
  run: Run,
  workers: number,
  communities: readonly LoadCommunity[],
  beginning: Promise<unknown>,
  found: LoadState | null,
): Promise<void> {
  const left = loadTables.filter(({ factory }) => found?.tables.has(factory.table) !== true);
  const jobs = tableGroups(workers, left).map((group): LoadJob => {
    const tables = group.map(({ factory }) => factory.table);
    return { kind: 'tables', tables, withOutcome: needOutcome(group), communities };
  });
  const copying = run(jobs, beginning);
  // What goes on on the main connection has to end before it is closed, even when a thread has failed.
  await Promise.allSettled([beginning, copying]);
  await copying;
}

/** Into tables in use: each thread fills all of them with the rows of one community after the other, the largest first. */
export async function copyInPlace(
  client: Client,
  run: Run,
  communities: readonly LoadCommunity[],
  beginning: Promise<unknown>,
  found: LoadState | null,
): Promise<void> {
  const left = communities
    .filter(({ ordinal }) => found?.done.has(ordinal) !== true)
    .toSorted((a, b) => b.users - a.users || a.ordinal - b.ordinal);
  const jobs = left.map((community): LoadJob => ({ kind: 'community', community }));
  await beginning;
  if (jobs.length > 1 && !(await hasTypicalCommunities(client))) {
    // The smallest first, alone, so that there is something typical to analyse.
    await run(jobs.splice(-1), beginning);
  }
  const planned = jobs.length === 0 ? Promise.resolve() : analyzeTables(client);
  const copying = run(jobs, planned);
  await Promise.allSettled([planned, copying]);
  await copying;
}

/** Counts what has been copied, in users with all that is theirs. */
export function copyProgress(
  communities: readonly LoadCommunity[],
  found: LoadState | null,
  strategy: LoadState['strategy'],
): (
  report: { table: string; users: number },
  seconds: number,
) => { done: number; total: number; remainingSeconds: number | undefined } {
  const total = usersOf(communities);
  const before =
    strategy === 'bare'
      ? [...(found?.tables ?? [])].reduce((users, table) => users + total * shareOf(table), 0)
      : usersOf(communities.filter(({ ordinal }) => found?.done.has(ordinal) === true));
  let done = before;
  return ({ table, users }, seconds) => {
    done += users * shareOf(table);
    const rate = (done - before) / seconds;
    return { done: Math.round(done), total, remainingSeconds: rate > 0 ? (total - done) / rate : undefined };
  };
}

function usersOf(communities: readonly LoadCommunity[]): number {
  return communities.reduce((sum, { users }) => sum + users, 0);
}
