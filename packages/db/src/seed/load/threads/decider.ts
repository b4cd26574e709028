// The body of a thread that decides communities ahead of the thread that writes them.
import { isMainThread, type MessagePort, workerData } from 'node:worker_threads';
import { type DecidedCommunity, decide, type LoadSeed } from '../simulation/decide.ts';
import type { LoadCommunity } from '../plan/scale.ts';

export interface DeciderData {
  readonly seed: LoadSeed;
  /** In the order in which they are decided. */
  readonly communities: readonly LoadCommunity[];
  readonly withLedger: boolean;
  /** Where communities go, and from where it is told that one is no longer needed. */
  readonly decisions: MessagePort;
}

/** The memory of all columns: it moves to the other thread instead of being copied. */
function buffersOf({ plan, ledger }: DecidedCommunity): ArrayBuffer[] {
  const parts = [...Object.values(plan), ...Object.values(ledger ?? {})] as unknown[];
  return parts.flatMap((part) => {
    const data = isColumn(part) ? part.data : part;
    return ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer ? [data.buffer] : [];
  });
}

function isColumn(part: unknown): part is { data: unknown } {
  return typeof part === 'object' && part !== null && 'data' in part;
}

if (!isMainThread) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the main thread gives exactly this
  const { seed, communities, withLedger, decisions } = workerData as DeciderData;
  const left = [...communities];
  const next = (): void => {
    const community = left.shift();
    if (community === undefined) return decisions.close();
    const decided = decide(seed, community, withLedger);
    decisions.postMessage(decided, buffersOf(decided));
  };
  // One ahead of whoever writes them, and no more: they are large.
  decisions.on('message', next);
  next();
  next();
}
