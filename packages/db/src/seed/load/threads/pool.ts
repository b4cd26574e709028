import type { MessagePort } from 'node:worker_threads';
import { AgoraError } from '@agora/core';
import { startDecider } from './start-decider.ts';
import type { LoadSeed } from '../../simulation/community-plan.ts';
import { startThread } from './start-thread.ts';
import type { LoadRecipe } from '../write/load-recipe.ts';
import type { LoadJob } from '../plan/load-job.ts';
import type { WorkerData, WorkerReport, WorkerTask } from './messages.ts';

interface PoolOptions {
  data: WorkerData;
  seed: LoadSeed;
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
  const threads = queue.splice(0, options.workers).map((first) =>
    runWorker(options, first, queue, signal).catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(threads);
  options.signal?.throwIfAborted();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Runs one thread, beside it one that decides what it writes if the first job is to fill tables: it then has no other. */
function runWorker(
  options: PoolOptions,
  first: LoadJob,
  queue: LoadJob[],
  signal: AbortSignal,
): Promise<void> {
  // Begun first: nothing can be written before it has something.
  const decider = first.kind === 'tables' ? startDecider({ ...first, seed: options.seed }) : undefined;
  const worker = startThread('worker', options.data);
  return new Promise<void>((resolve, reject) => {
    let failure: unknown;
    let next: LoadJob | undefined = first;
    const abort = (): void => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const send = (task: WorkerTask, transferred: MessagePort[] = []): void =>
      worker.postMessage(task, transferred);
    const fail = (error: unknown): void => {
      failure ??= error;
      abort();
    };
    const broken = (error: unknown): void =>
      fail(failed(error instanceof Error ? error.message : String(error), error));
    const begin = (job: LoadJob, recipe: LoadRecipe): void => {
      const decisions = decider?.decisions ?? null;
      send({ kind: 'job', job, recipe, decisions }, decisions === null ? [] : [decisions]);
    };
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') {
        const job = next ?? queue.shift();
        next = undefined;
        if (job === undefined) send({ kind: 'end' });
        else void options.recipe.then((recipe) => begin(job, recipe), fail);
      } else if (report.kind === 'made') void options.mayWrite.then(() => send({ kind: 'write' }), fail);
      else if (report.kind === 'failed') {
        failure = typeof report.error === 'string' ? failed(report.error) : new AgoraError(report.error);
      }
      options.onReport(report);
    });
    worker.on('error', broken);
    decider?.thread.on('error', broken);
    worker.on('exit', () => {
      signal.removeEventListener('abort', abort);
      const ended = decider === undefined ? Promise.resolve(0) : decider.thread.terminate();
      void ended.then(() => (failure === undefined ? resolve() : reject(failure)));
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
