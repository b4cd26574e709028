import type { Fault } from '@agora/core';

/** The steps of a recovery, in order. */
export const RECOVER_STEPS = [
  'maintenance begins',
  'writers out',
  'backup of what is there',
  'restore',
  'verify',
  'written since',
  'settings',
  'history',
  'purges',
  'validate',
  'swap',
  'serves',
  'maintenance ends',
] as const;
export type RecoverStepName = (typeof RECOVER_STEPS)[number];

/** What became of a step of a recovery. */
export interface RecoverStep {
  readonly name: RecoverStepName;
  /**
   * `found`: it is done, and somebody should look; `before`: it was done by the run that this one goes on with; `not
   * reached`: one before it failed.
   */
  readonly outcome: 'passed' | 'found' | 'failed' | 'skipped' | 'before' | 'not reached';
  readonly saw: string;
  readonly findings: readonly Fault[];
  /** Milliseconds. */
  readonly durationMs: number;
}

/** What a step reports. */
export interface StepReport {
  readonly saw: string;
  /** What somebody should look at; the recovery goes on. */
  readonly findings?: readonly Fault[];
  readonly skipped?: true;
}
