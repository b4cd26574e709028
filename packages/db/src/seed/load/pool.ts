import { AgoraError } from '@agora/postgres';
import { startThread } from './start-thread.ts';
import type { LoadRecipe } from './write-community.ts';
import type { LoadJob, WorkerData, WorkerReport, WorkerTask } from './worker.ts';

export interface PoolOptions {
  data: WorkerData;
  recipe: Promise<LoadRecipe>;
  /** Until then nothing is written; threads start and make their first communities meanwhile. */
  mayWrite: Promise<unknown>;
  /** Threads, at most. */
  workers: number;
  /** In the order in which they are begun. */
  jobs: readonly LoadJob[];
  onReport(report: WorkerReport): void;
  signal?: AbortSignal | undefined;
}

/**
 * Has worker threads do jobs, each thread one at a time. Settles when all are done, or fails with the first error,
 * after every thread has ended.
 * @throws seed.worker_failed, seed.not_empty, or why `recipe` or `mayWrite` failed
 */
export async function runPool(options: PoolOptions): Promise<void> {
  const queue = [...options.jobs];
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const count = Math.min(options.workers, Math.max(1, queue.length));
  const threads = Array.from({ length: count }, () =>
    runWorker(options, queue, signal).catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(threads);
  options.signal?.throwIfAborted();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

function runWorker(options: PoolOptions, queue: LoadJob[], signal: AbortSignal): Promise<void> {
  const worker = startThread('worker', options.data);
  return new Promise<void>((resolve, reject) => {
    let failure: unknown;
    const abort = (): void => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    const send = (task: WorkerTask): void => worker.postMessage(task);
    const fail = (error: unknown): void => {
      failure ??= error;
      abort();
    };
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') {
        const job = queue.shift();
        if (job === undefined) send({ kind: 'end' });
        else void options.recipe.then((recipe) => send({ kind: 'job', job, recipe }), fail);
      } else if (report.kind === 'made') void options.mayWrite.then(() => send({ kind: 'write' }), fail);
      else if (report.kind === 'failed') {
        failure = typeof report.error === 'string' ? failed(report.error) : new AgoraError(report.error);
      }
      options.onReport(report);
    });
    worker.on('error', (error) => {
      failure = failed(error instanceof Error ? error.message : String(error), error);
    });
    worker.on('exit', () => {
      signal.removeEventListener('abort', abort);
      if (failure === undefined) resolve();
      else reject(failure);
    });
  });
}

function failed(why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.worker_failed',
    message: 'A worker of the load generator stopped with an error.',
    why,
    fix: 'What is whole is kept, the rest was rolled back. Run the same command again to go on.',
    cause,
  });
}
