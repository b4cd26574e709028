// The body of a thread that decides communities ahead of the thread that writes them.
import { isMainThread, type MessagePort, workerData } from 'node:worker_threads';
import type { LoadSeed } from '../../simulation/community-plan.ts';
import { decide } from '../../simulation/decide.ts';
import type { LoadCommunity } from '../../simulation/scale.ts';

export interface DeciderData {
  readonly seed: LoadSeed;
  /** In the order in which they are decided. */
  readonly communities: readonly LoadCommunity[];
  readonly withOutcome: boolean;
  /** Where communities go, and from where it is told that one is no longer needed. */
  readonly decisions: MessagePort;
}

/** The memory of all columns within: it moves to the other thread instead of being copied. */
function buffersIn(part: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(part)) return part.buffer instanceof ArrayBuffer ? [part.buffer] : [];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(buffersIn) : [];
}

if (!isMainThread) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the main thread gives exactly this
  const { seed, communities, withOutcome, decisions } = workerData as DeciderData;
  const left = [...communities];
  const next = (): void => {
    const community = left.shift();
    if (community === undefined) return decisions.close();
    const decided = decide(seed, community, withOutcome);
    decisions.postMessage(decided, buffersIn(decided));
  };
  // One ahead of whoever writes them, and no more: they are large.
  decisions.on('message', next);
  next();
  next();
}
