import type { AgoraError } from '@agora/core';

import type { CountedLoss } from '../losses/loss.ts';
import type { Moved } from '../parking/parker.ts';
import type { Step } from '../plan/plan.ts';

/** What happens while a plan runs, for progress on a terminal or in a log. */
export type ApplyEvent =
  | { readonly kind: 'waiting'; readonly holder?: { pid: number; application: string; query: string } }
  | { readonly kind: 'step'; readonly step: Step; readonly index: number; readonly total: number }
  | { readonly kind: 'statement'; readonly name: string; readonly line: number; readonly text: string }
  | { readonly kind: 'lock-retry'; readonly name: string; readonly attempt: number; readonly delayMs: number }
  | { readonly kind: 'done'; readonly result: StepResult }
  | { readonly kind: 'notice'; readonly message: string }
  /** A moment at which a crash leaves another state behind; for logs, and for tests that crash there. */
  | { readonly kind: 'boundary'; readonly name: string; readonly at: Boundary };

/** `intent` and `outcome` surround the recording of a statement outside a transaction. */
export type Boundary =
  | 'started'
  | 'before-statement'
  | 'after-statement'
  | 'before-history'
  | 'before-commit'
  | 'after-commit'
  | 'after-intent'
  | 'before-outcome';

/** What became of one step. */
export interface StepResult {
  readonly name: string;
  readonly kind: Step['kind'];
  /** `not reached`: a step before it did not succeed. */
  readonly outcome: 'succeeded' | 'failed' | 'interrupted' | 'not reached';
  readonly mode: 'transaction' | 'statements' | 'none';
  /** Milliseconds, lock waits included. */
  readonly durationMs: number;
  readonly statements: readonly { readonly line: number; readonly ms: number }[];
  readonly lockRetries: number;
  readonly lockWaitMs: number;
  /** Of a rollback: what it took away, as it was counted and measured in its own transaction. */
  readonly losses?: readonly CountedLoss[];
  /** What was moved aside, and what came back from there; absent when nothing was. */
  readonly moved?: readonly Moved[];
  /** Statements an earlier run had done already. */
  readonly resumedAfter?: number;
  readonly error?: AgoraError;
}

/** What is done around each step of a plan. */
export interface StepHooks {
  /** Before a step; an error keeps it, and those after it, from being reached. */
  before(step: Step): Promise<AgoraError | undefined>;
  /** After a step that succeeded; false ends the run there. */
  after(step: Step): Promise<boolean>;
}

/** How a plan runs. Every duration is in milliseconds. */
export interface ApplyOptions {
  /** How long a statement waits for a lock before the transaction gives way. Default 2000; 0 for ever. */
  readonly lockTimeoutMs?: number | undefined;
  /** How long one statement may take. Default 0: as long as it needs. */
  readonly statementTimeoutMs?: number | undefined;
  /** How often a transaction is tried that does not get its locks. Default 10. */
  readonly lockAttempts?: number | undefined;
  /** How long to wait for another runner. Default 600 000. */
  readonly lockWaitMs?: number | undefined;
  /**
   * What to hold of a statement outside a transaction whose outcome a crash has left unknown, when the
   * database cannot tell: `done` goes on after it, `again` repeats it. Without it the run stops and asks.
   */
  readonly unknownStatement?: 'done' | 'again' | undefined;
  /** How long what would be destroyed is kept aside. Default 0: it is destroyed at once. */
  readonly parkMs?: number | undefined;
  /** Go on although a step of a rollback takes data away. Default false: it stops whole. */
  readonly acceptDataLoss?: boolean | undefined;
  /** Default `development`. */
  readonly environment?: string | undefined;
  /** For the journal. */
  readonly actor?: string | undefined;
  readonly commit?: string | undefined;
  /** For the journal: what was looked at beforehand. */
  readonly checks?: Readonly<Record<string, unknown>> | undefined;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** What is done around each step, on the run's own session. */
  readonly hooks?: StepHooks | undefined;
  /** Ends the run: the statement under way is cancelled, its transaction rolled back. */
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_LOCK_TIMEOUT_MS = 2000;
