import { on } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { DecidedCommunity } from '../../simulation/decide.ts';

/** What comes out of a decider, for whoever writes it. */
export class Decisions {
  readonly #port: MessagePort;
  readonly #arriving: AsyncIterator<unknown>;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#arriving = on(port, 'message');
  }

  /** The next community in order. */
  async next(): Promise<DecidedCommunity> {
    const { value } = await this.#arriving.next();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the decider sends nothing else
    return (value as [DecidedCommunity])[0];
  }

  /** Says that one is no longer needed, so that another may take its place in memory. */
  release(): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#port.postMessage('released');
  }

  close(): void {
    this.#port.close();
  }
}
