import { once } from 'node:events';
import type { DecidedCommunity, LoadSeed } from './decide.ts';
import type { LoadCommunity } from './scale.ts';
import { startThread } from './start-thread.ts';

/**
 * Has a thread of its own decide communities, from now on, and gives `use` a function that takes the next. The thread
 * is one ahead of whoever takes them, so that the server need not wait meanwhile.
 */
export async function withDecisions<T>(
  seed: LoadSeed,
  communities: readonly LoadCommunity[],
  withLedger: boolean,
  use: (next: () => Promise<DecidedCommunity>) => Promise<T>,
): Promise<T> {
  const thread = startThread('decider', { seed, communities, withLedger });
  const arrival = (): Promise<unknown[]> => {
    const arriving = once(thread, 'message');
    // Told to whoever takes the next; nobody may.
    arriving.catch(() => undefined);
    return arriving;
  };
  let arriving = arrival();
  try {
    return await use(async () => {
      const [decided] = await arriving;
      arriving = arrival();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage('taken');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the thread sends nothing else
      return decided as DecidedCommunity;
    });
  } finally {
    await thread.terminate();
  }
}
