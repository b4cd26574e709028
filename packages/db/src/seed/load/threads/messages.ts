import type { MessagePort } from 'node:worker_threads';
import type { AgoraError } from '@agora/core';
import type { LoadJob } from '../plan/load-job.ts';
import type { LoadRecipe } from '../write/load-recipe.ts';

/** What a worker starts with. */
export interface WorkerData {
  readonly url: string;
}

/** To a worker: the next job; leave to write; that there are no more. */
export type WorkerTask =
  /** With tables to fill comes a port from which decided communities arrive. */
  | { kind: 'job'; job: LoadJob; recipe: LoadRecipe; decisions: MessagePort | null }
  | { kind: 'write' }
  | { kind: 'end' };

/** From a worker. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'made' }
  /** The rows of one community in one table have been sent. */
  | { kind: 'rows'; table: string; rows: number; users: number }
  /** What the thread threw: in parts if the load is to throw the same, or else as text. */
  | { kind: 'failed'; error: ReturnType<AgoraError['toJSON']> | string };
