import { describe, expect, test } from 'vitest';
import { planLoad } from './plan-load.ts';
import type { LoadJob } from './plan/load-job.ts';
import type { LoadState } from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';

const identity = { scale: 0.2, seed: 1, reference: new Date('2026-11-20T18:00:00Z') };
const bare = { identity, found: null, strategy: 'bare' } as const;
const inPlace = { identity, found: null, strategy: 'in place' } as const;
const begun: LoadState = {
  ...identity,
  strategy: 'bare',
  finishedAt: null,
  done: new Set([0, 1]),
  tables: new Set(['users', 'posts']),
  missingParts: 3,
};

const tablesOf = (jobs: readonly LoadJob[]): string[] =>
  jobs.flatMap((job) => (job.kind === 'tables' ? job.tables : []));
const usersOf = (jobs: readonly LoadJob[]): number[] =>
  jobs.flatMap((job) => (job.kind === 'community' ? [job.community.users] : []));

describe('the plan of a load', () => {
  test('into bare tables gives each table to one thread, and what needs the ledger to one of them', () => {
    const plan = planLoad(bare, { cores: 4, workers: undefined, typical: true });
    expect(plan.workers).toBe(2);
    expect(plan.batches).toHaveLength(1);
    const [jobs] = plan.batches;
    expect(jobs).toHaveLength(2);
    expect(tablesOf(jobs!).toSorted()).toEqual(loadTableNames.toSorted());
    expect(jobs!.filter((job) => job.kind === 'tables' && job.withOutcome)).toHaveLength(1);
    expect(Object.isFrozen(plan)).toBe(true);
  });

  test('of a load that was begun leaves out what is whole', () => {
    const left = planLoad({ ...bare, found: begun }, { cores: 2, workers: 1, typical: true });
    expect(tablesOf(left.batches.flat()).toSorted()).toEqual(
      loadTableNames.filter((table) => !begun.tables.has(table)).toSorted(),
    );
    const whole = { ...begun, tables: new Set(loadTableNames) };
    expect(planLoad({ ...bare, found: whole }, { cores: 2, workers: 1, typical: true }).batches).toEqual([]);
    const resumed = planLoad({ ...inPlace, found: begun }, { cores: 2, workers: 1, typical: true });
    expect(usersOf(resumed.batches.flat())).toHaveLength(resumed.communities.length - 2);
  });

  test('into tables in use takes the largest community first, but the smallest alone before there are statistics', () => {
    const typical = planLoad(inPlace, { cores: 2, workers: undefined, typical: true });
    const sizes = typical.communities.map(({ users }) => users).toSorted((a, b) => b - a);
    expect(typical.batches.map(usersOf)).toEqual([sizes]);
    expect(typical.workers).toBe(2);
    const fresh = planLoad(inPlace, { cores: 2, workers: undefined, typical: false });
    expect(fresh.batches.map(usersOf)).toEqual([sizes.slice(-1), sizes.slice(0, -1)]);
  });

  test('starts no more threads than fit into the memory, whatever was asked for', () => {
    for (const situation of [bare, inPlace])
      expect(planLoad(situation, { cores: 64, workers: 64, typical: true }).workers).toBe(3);
  });
});
