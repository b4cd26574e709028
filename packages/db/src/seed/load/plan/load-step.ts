import type { LoadJob } from './load-job.ts';

/** A step of a load. Rows are estimates. */
export type LoadStep =
  | { readonly kind: 'begin'; readonly strategy: 'in place' }
  | {
      /** Indexes and keys off, and the reference data of all communities. */
      readonly kind: 'begin';
      readonly strategy: 'bare';
      readonly parts: number;
      readonly communities: number;
      readonly rows: number;
    }
  | {
      /** The jobs are done side by side. */
      readonly kind: 'copy';
      readonly jobs: readonly LoadJob[];
      readonly rows: number;
    }
  | { readonly kind: 'analyze' }
  | { readonly kind: 'rebuild'; readonly parts: number };

/** What became of a step, or what it will do. */
export interface LoadStepResult {
  readonly step: LoadStep['kind'];
  /** In words. */
  readonly does: string;
  /** Rows that it writes, about. */
  readonly rows: number;
  readonly outcome: 'planned' | 'done' | 'failed' | 'interrupted' | 'not reached';
  /** Milliseconds; of one that was begun. Threads start while the step before the copying still runs. */
  readonly durationMs?: number;
}

/** A step as a result. */
export function stepResult(
  step: LoadStep,
  outcome: LoadStepResult['outcome'],
  durationMs?: number,
): LoadStepResult {
  return Object.freeze({
    step: step.kind,
    does: describeStep(step),
    rows: 'rows' in step ? step.rows : 0,
    outcome,
    ...(durationMs === undefined ? {} : { durationMs }),
  });
}

function describeStep(step: LoadStep): string {
  switch (step.kind) {
    case 'begin':
      return step.strategy === 'in place'
        ? 'note the load; indexes and keys stay'
        : `take ${step.parts} indexes and keys off, write the reference data of ${some(step.communities)}`;
    case 'copy':
      return describeCopy(step.jobs);
    case 'analyze':
      return 'make the planner’s statistics, by which foreign keys are checked';
    default:
      return step.parts === 0
        ? 'make the planner’s statistics'
        : `make ${step.parts} indexes and keys again, and the planner’s statistics`;
  }
}

function describeCopy(jobs: readonly LoadJob[]): string {
  const tables = jobs.flatMap((job) => (job.kind === 'tables' ? job.tables : []));
  const communities = jobs.flatMap((job) => (job.kind === 'community' ? [job.community] : job.communities));
  const all = some(new Set(communities.map(({ ordinal }) => ordinal)).size);
  return tables.length === 0
    ? `copy ${all}, one after the other, each with all that is theirs`
    : `copy ${all} into ${tables.join(', ')}`;
}

function some(communities: number): string {
  return communities === 1 ? '1 community' : `${communities} communities`;
}
