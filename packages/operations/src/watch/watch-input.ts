import type { WatchSettings } from '@agora/core';
import type { DeployInput, DeployReport, Project, RollbackReport } from '@agora/migrations';

import type { Judgement } from '../judge/judge.ts';
import type { Delivery } from '../notify/notify.ts';
import type { Cause, Decision } from './back/decide.ts';
import type { WatchStep } from './step.ts';

export interface WatchInput {
  readonly deploy: DeployInput & { readonly policy: NonNullable<DeployInput['policy']> };
  readonly settings: WatchSettings;
  readonly project: Pick<Project, 'root' | 'initSql' | 'external'>;
  /** A server on which databases may be made, of the same major version; the database's own unless given. */
  readonly adminUrl?: string | undefined;
  /** Schemas that drift leaves out. */
  readonly ignore?: readonly string[] | undefined;
  /** The folder of the project's own checks. */
  readonly checks: string;
  /** For commands of the configuration. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks somebody whether the deploy is to be taken back; without it nobody is there. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
  readonly onStep?: ((step: WatchStep) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a watched deploy found and did. Frozen. */
export interface WatchReport {
  /**
   * `refused`: something stood against it and nothing was done; `asks`: it stands, and somebody must decide; `stays`: it
   * does harm and stands, as the configuration wants it; `failed`: it stopped, and nothing of it stands or could be undone.
   */
  readonly outcome:
    | 'succeeded'
    | 'nothing'
    | 'refused'
    | 'failed'
    | 'rolled back'
    | 'asks'
    | 'stays'
    | 'interrupted';
  /** Every step, the ones not reached included. */
  readonly steps: readonly WatchStep[];
  readonly deploy?: DeployReport;
  readonly judgement?: Judgement;
  readonly cause?: Cause;
  readonly decision?: Decision;
  readonly rollback?: RollbackReport;
  readonly deliveries: readonly Delivery[];
  /** ISO 8601. */
  readonly begunAt: string;
  readonly durationMs: number;
}
