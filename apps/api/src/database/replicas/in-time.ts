import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds after which a server that does not answer counts as away. */
export const patienceMs = 2000;

/** What comes within {@link patienceMs}; undefined for what does not. */
export async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(patienceMs, undefined, { signal: late.signal, ref: false }).then(() => undefined),
    ]);
  } finally {
    late.abort();
  }
}
