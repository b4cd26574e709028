import { describe, expect, test } from 'vitest';
import { type LoadPlan, planLoad } from './plan-load.ts';
import type { LoadJob } from './plan/load-job.ts';
import { stepResult } from './plan/load-step.ts';
import type { LoadState } from './plan/state.ts';
import { estimateLoad } from './plan/estimate.ts';
import { loadTableNames } from '../factories/index.ts';

const identity = { scale: 0.2, seed: 1, reference: new Date('2026-11-20T18:00:00Z') };
const bare = { identity, found: null, strategy: 'bare', parts: 60 } as const;
const inPlace = { identity, found: null, strategy: 'in place', parts: 0 } as const;
const begun: LoadState = {
  ...identity,
  strategy: 'bare',
  finishedAt: null,
  done: new Set([0, 1]),
  tables: new Set(['users', 'posts']),
  missingParts: 3,
};

const kindsOf = ({ steps }: LoadPlan): string[] => steps.map(({ kind }) => kind);
/** What is done side by side, a list for each step. */
const batchesOf = ({ steps }: LoadPlan): (readonly LoadJob[])[] =>
  steps.flatMap((step) => (step.kind === 'copy' ? [step.jobs] : []));
const tablesOf = (jobs: readonly LoadJob[]): string[] =>
  jobs.flatMap((job) => (job.kind === 'tables' ? job.tables : []));
const usersOf = (jobs: readonly LoadJob[]): number[] =>
  jobs.flatMap((job) => (job.kind === 'community' ? [job.community.users] : []));

describe('the plan of a load', () => {
  test('into bare tables gives each table to one thread, and what needs the ledger to one of them', () => {
    const plan = planLoad(bare, { cores: 4, workers: undefined, typical: true });
    expect(plan.workers).toBe(2);
    expect(kindsOf(plan)).toEqual(['begin', 'copy', 'rebuild']);
    const [jobs] = batchesOf(plan);
    expect(jobs).toHaveLength(2);
    expect(tablesOf(jobs!).toSorted()).toEqual(loadTableNames.toSorted());
    expect(jobs!.filter((job) => job.kind === 'tables' && job.withOutcome)).toHaveLength(1);
    expect(Object.isFrozen(plan)).toBe(true);
  });

  test('of a load that was begun leaves out what is whole', () => {
    const left = planLoad({ ...bare, found: begun }, { cores: 2, workers: 1, typical: true });
    expect(tablesOf(batchesOf(left).flat()).toSorted()).toEqual(
      loadTableNames.filter((table) => !begun.tables.has(table)).toSorted(),
    );
    const whole = { ...begun, tables: new Set(loadTableNames) };
    expect(kindsOf(planLoad({ ...bare, found: whole }, { cores: 2, workers: 1, typical: true }))).toEqual([
      'rebuild',
    ]);
    const finished = { ...whole, finishedAt: new Date() };
    expect(planLoad({ ...bare, found: finished }, { cores: 2, workers: 1, typical: true }).steps).toEqual([]);
    const resumed = planLoad({ ...inPlace, found: begun }, { cores: 2, workers: 1, typical: true });
    expect(usersOf(batchesOf(resumed).flat())).toHaveLength(resumed.communities.length - 2);
  });

  test('into tables in use takes the largest community first, but the smallest alone before there are statistics', () => {
    const typical = planLoad(inPlace, { cores: 2, workers: undefined, typical: true });
    const sizes = typical.communities.map(({ users }) => users).toSorted((a, b) => b - a);
    expect(kindsOf(typical)).toEqual(['begin', 'analyze', 'copy', 'rebuild']);
    expect(batchesOf(typical).map(usersOf)).toEqual([sizes]);
    expect(typical.workers).toBe(2);
    const fresh = planLoad(inPlace, { cores: 2, workers: undefined, typical: false });
    expect(kindsOf(fresh)).toEqual(['begin', 'copy', 'analyze', 'copy', 'rebuild']);
    expect(batchesOf(fresh).map(usersOf)).toEqual([sizes.slice(-1), sizes.slice(0, -1)]);
  });

  test('foretells the rows of each step, which together are those of the load', () => {
    const { rows } = estimateLoad(identity.scale);
    for (const situation of [bare, inPlace]) {
      const { steps } = planLoad(situation, { cores: 2, workers: undefined, typical: false });
      const foretold = steps.map((step) => stepResult(step, 'planned').rows);
      // Each is rounded.
      expect(Math.abs(foretold.reduce((sum, count) => sum + count, 0) - rows)).toBeLessThan(rows / 1000);
    }
    const { steps } = planLoad({ ...bare, found: begun }, { cores: 2, workers: 1, typical: true });
    const [copy, rebuild] = steps.map((step) => stepResult(step, 'planned'));
    expect(copy).toMatchObject({ step: 'copy', does: expect.not.stringMatching(/\bposts\b/) as unknown });
    expect(copy!.rows).toBeLessThan(rows - estimateLoad(identity.scale).tables['posts']!);
    expect(rebuild).toMatchObject({ step: 'rebuild', rows: 0, outcome: 'planned' });
  });

  test('starts no more threads than fit into the memory, whatever was asked for', () => {
    for (const situation of [bare, inPlace])
      expect(planLoad(situation, { cores: 64, workers: 64, typical: true }).workers).toBe(3);
  });
});
