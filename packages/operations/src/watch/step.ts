import { AgoraError, type Fault, isAgoraError } from '@agora/core';
import { describeSqlError, sqlState } from '@agora/postgres';

/** The steps of a watched deploy, in order. */
export const STEPS = [
  'files',
  'ways back',
  'sessions',
  'disk',
  'environment before',
  'health',
  'baseline',
  'maintenance begins',
  'deploy',
  'maintenance ends',
  'catalog',
  'integrity',
  'health after',
  'smoke tests',
  'speed and errors',
  'way back',
] as const;
export type StepName = (typeof STEPS)[number];

/** What became of a step. */
export interface WatchStep {
  readonly name: StepName;
  /**
   * `skipped`: it was not asked for, or could not be looked at, `saw` says why; `not reached`: one before it ended the deploy, or
   * whoever runs the deploy stopped it there.
   */
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'not reached';
  readonly saw: string;
  readonly findings: readonly Fault[];
  /** Milliseconds. */
  readonly durationMs: number;
}

/** What a step reports; one with findings has failed. */
export interface StepReport {
  readonly saw: string;
  readonly findings?: readonly Fault[];
  readonly skipped?: true;
}

/** Runs a step; what goes wrong in it is what it found, unless whoever runs the deploy has stopped it. */
export async function runStep(
  name: StepName,
  work: () => Promise<StepReport>,
  signal: AbortSignal | undefined,
): Promise<WatchStep> {
  const begun = performance.now();
  const {
    saw,
    findings = [],
    skipped,
    isStopped,
  }: StepReport & { readonly isStopped?: true } = await work().catch(
    (error: unknown): StepReport & { readonly isStopped?: true } => {
      if (signal?.aborted) return { saw: 'it was stopped', isStopped: true };
      return { saw: 'it could not be done', findings: [faultOf(error)] };
    },
  );
  return Object.freeze({
    name,
    outcome: isStopped ? 'not reached' : findings.length > 0 ? 'failed' : skipped ? 'skipped' : 'passed',
    saw,
    findings,
    durationMs: performance.now() - begun,
  });
}

/** Every step, in order: those that were not run are not reached. */
export function withUnreached(steps: readonly WatchStep[]): readonly WatchStep[] {
  return STEPS.map(
    (name) =>
      steps.find((step) => step.name === name) ??
      Object.freeze({ name, outcome: 'not reached', saw: '', findings: [], durationMs: 0 }),
  );
}

/**
 * An error as what was found.
 * @throws what is neither ours nor the server's: a bug
 */
export function faultOf(error: unknown): Fault {
  const known = isAgoraError(error)
    ? error
    : sqlState(error) === undefined
      ? undefined
      : describeSqlError(error);
  if (known === undefined) throw error;
  return asFault(known);
}

export function asFault({ code, message, why, fix }: AgoraError): Fault {
  return { code, message, why: why ?? '', fix: fix ?? '' };
}
