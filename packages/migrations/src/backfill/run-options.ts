import type { AgoraError, BackfillSettings, EnvironmentPolicy } from '@agora/core';

import type { ApplyOptions } from '../apply/options.ts';
import type { BackfillRecord } from './state-table.ts';
import type { ModuleLoader } from './module/module-loader.ts';
import type { Rest } from './pace/rests.ts';
import type { BackfillDirection } from './work.ts';

/** What happens while a backfill runs. */
export type BackfillEvent =
  | { readonly kind: 'backfill'; readonly migration: string; readonly record: BackfillRecord }
  | { readonly kind: 'batch'; readonly migration: string; readonly batch: Batch }
  | { readonly kind: 'rest'; readonly migration: string; readonly rest: Rest }
  | { readonly kind: 'retry'; readonly migration: string; readonly attempt: number; readonly delayMs: number }
  | { readonly kind: 'pass'; readonly migration: string; readonly pass: number };

/** One batch that was committed. */
export interface Batch {
  /** Rows met, and rows that the statement changed. */
  readonly rows: number;
  readonly changed: number;
  readonly ms: number;
  /** Rows that the next one will meet. */
  readonly size: number;
}

/** How a backfill runs. Durations are in milliseconds. */
export interface BackfillOptions {
  readonly settings?: BackfillSettings | undefined;
  readonly direction?: BackfillDirection | undefined;
  /** How a module is loaded; by default TypeScript too. */
  readonly load?: ModuleLoader | undefined;
  /** Go on with one that was paused, or cancelled. */
  readonly resume?: boolean | undefined;
  /** Leave it for later rather than wait for its hours. */
  readonly leave?: boolean | undefined;
  /** How long to wait for another session that runs a backfill of the same table. Default 0. */
  readonly waitMs?: number | undefined;
  /** Default 2000; 0 for ever. */
  readonly lockTimeoutMs?: number | undefined;
  /** Default 0: as long as it needs. */
  readonly statementTimeoutMs?: number | undefined;
  /** How often a batch is tried that does not get its locks. Default 10. */
  readonly lockAttempts?: number | undefined;
  readonly environment?: string | undefined;
  readonly actor?: string | undefined;
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How a run ended. `later`: its hours are over, and it was not to wait; `paused` and `cancelled`: somebody said so, now
 * or before.
 */
export type BackfillOutcome = 'done' | 'paused' | 'cancelled' | 'later' | 'interrupted' | 'failed';

/** What a run did. */
export interface BackfillResult {
  readonly migration: string;
  readonly outcome: BackfillOutcome;
  /** Of this run. */
  readonly rows: number;
  readonly changed: number;
  readonly batches: number;
  readonly durationMs: number;
  readonly error?: AgoraError;
}

/** How long a deploy or a rollback waits for another session's backfill of the same table, in milliseconds. */
const WAIT_MS = 600_000;

/** How backfills run inside of a deploy or a rollback: as it does itself. */
export function backfillOptionsOf(
  policy: EnvironmentPolicy | undefined,
  options: ApplyOptions,
): BackfillOptions {
  const { lockTimeoutMs, statementTimeoutMs, lockAttempts, environment, actor, signal } = options;
  return {
    lockTimeoutMs,
    statementTimeoutMs,
    lockAttempts,
    environment,
    actor,
    signal,
    settings: policy?.backfill,
    waitMs: options.lockWaitMs ?? WAIT_MS,
  };
}
