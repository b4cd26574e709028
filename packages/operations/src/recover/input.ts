import type { BackupKey, BackupStore, OnProgress, Purges, TableWrites } from '@agora/backup';
import type { DeployInput, DriftInput } from '@agora/migrations';

import type { RecoverPlan } from './plan.ts';
import type { RecoverStep, RecoverStepName } from './journal/steps.ts';

/** What is recovered, from what, and how. */
export interface RecoverInput {
  /** Of the database that is recovered, as a role that owns it and may make databases. It need not be there any more. */
  readonly url: string;
  readonly store: BackupStore;
  readonly key?: BackupKey | undefined;
  /** A backup by its name; the newest verified one unless given. */
  readonly backup?: string | undefined;
  /** Go on without a backup of what is there, where it cannot be made. */
  readonly withoutBackup?: boolean | undefined;
  /** Commands that tell the application to wait, and to go on. */
  readonly maintenance?: { readonly begin: readonly string[]; readonly end: readonly string[] } | undefined;
  /** Where commands run, and with which variables. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project whose database it is: its history is looked at, and the catalog compared with it. */
  readonly drift: Omit<DriftInput, 'url'>;
  /** The folder of the project's own checks. */
  readonly checks: string;
  /** Applies migrations that are newer than the backup before anybody is let in. */
  readonly deploy?: Pick<DeployInput, 'policy' | 'options' | 'allow'> | undefined;
  /** What was purged by law, and how it is purged again. */
  readonly purges?: Purges | undefined;
  /** Tables that are copied at once. */
  readonly jobs?: number | undefined;
  /** Of this program, for the manifest of the backup that is made. */
  readonly toolVersion: string;
  /** Told of the plan before anything is touched, and waited for: what it throws is the end. */
  readonly onPlan?: ((plan: RecoverPlan) => Promise<void>) | undefined;
  /** Asks whether to go on; without it a question is a failure that says what to add. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
  readonly onBegin?: ((name: RecoverStepName) => void) | undefined;
  readonly onStep?: ((step: RecoverStep) => void) | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a recovery did. */
export interface RecoverReport {
  /** `refused`: something stands against it, and nothing was touched. */
  readonly outcome: 'recovered' | 'failed' | 'refused' | 'planned' | 'interrupted';
  readonly plan: RecoverPlan;
  /** Every step, those not reached included. */
  readonly steps: readonly RecoverStep[];
  /** What was written after the backup, and is in the kept database alone; undefined where it was not compared by this run. */
  readonly written: readonly TableWrites[] | undefined;
  /** Milliseconds from the beginning to a database that serves; undefined while it does not. */
  readonly servingMs: number | undefined;
}
