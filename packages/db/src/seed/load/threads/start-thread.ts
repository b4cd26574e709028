import { type Transferable, Worker } from 'node:worker_threads';
import type { DeciderData } from './decider.ts';
import type { WorkerData } from './messages.ts';

/** Heap of one thread, in MiB: columns and buffers lie outside of it, and all together stay below 512 MB. */
const HEAP_MB = 128;

/** The files that are bodies of threads, with what each starts from. */
interface Threads {
  worker: WorkerData;
  decider: DeciderData;
}

/** Starts a thread: from what was bundled (scripts/bundle-threads.mjs), or under tsx and vitest from the source, which a thread cannot load by itself. */
export function startThread<Name extends keyof Threads>(
  name: Name,
  workerData: Threads[Name],
  transferList: Transferable[] = [],
): Worker {
  const options = { workerData, transferList, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } };
  if (!import.meta.url.endsWith('.ts')) {
    // No loader that this process was started with: it would only delay the thread.
    return new Worker(new URL(`../../../threads/${name}.js`, import.meta.url), { ...options, execArgv: [] });
  }
  const source = new URL(`./${name}.ts`, import.meta.url).href;
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); });`;
  return new Worker(code, { ...options, eval: true, execArgv: ['--conditions=source'] });
}
