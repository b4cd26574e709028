import { Worker } from 'node:worker_threads';

/** Heap of the thread, in MiB: a text of 40,000 characters needs less than 100. */
const HEAP_MB = 192;

/** What loading the renderer may take, in milliseconds. */
const startMs = 10_000;

/** On a machine with much else to do, a text is waited for this many times as long. */
const MOST_WAITS = 5;

/**
 * A thread that renders one text at a time. It is started by the first one, ended when a text takes too long or breaks
 * it, and started again by the next. It keeps no process from ending.
 */
export class RenderingThread {
  readonly #limitMs: number;
  #worker: Worker | undefined;
  #answer: ((html: string | undefined) => void) | undefined;

  /** @param limitMs what one text may take */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** @returns HTML; undefined when it took too long, or the thread broke */
  async render(source: string): Promise<string | undefined> {
    if (this.#worker === undefined) {
      this.#worker = this.#start();
      if ((await this.#nextAnswer(startMs)) === undefined) return undefined;
    }
    this.#worker.postMessage(source, []);
    return this.#nextAnswer(this.#limitMs);
  }

  /** Ends the thread; what it is rendering is answered with undefined. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#answer?.(undefined);
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      // No loader that this process was started with: it would only delay the thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const broken = (): void => {
      if (this.#worker === worker) void this.close();
    };
    worker.on('message', (html: string) => {
      if (this.#worker === worker) this.#answer?.(html);
    });
    worker.on('error', broken);
    worker.on('exit', broken);
    worker.unref();
    return worker;
  }

  /** Its next message. A wait is over when this process has spent the time, or after several times as long. */
  #nextAnswer(limitMs: number): Promise<string | undefined> {
    const spent = process.cpuUsage();
    return new Promise((resolve) => {
      let rounds = 0;
      const timer = setInterval(() => {
        const { user, system } = process.cpuUsage(spent);
        rounds += 1;
        if ((user + system) / 1000 >= limitMs || rounds >= MOST_WAITS) void this.close();
      }, limitMs);
      this.#answer = (html) => {
        clearInterval(timer);
        this.#answer = undefined;
        resolve(html);
      };
    });
  }
}
