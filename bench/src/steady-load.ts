import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks for one page at a fixed rate, over kept connections, and tells how long answers took. Times run from when a
 * request was due, not from when a connection was free for it, so that a stall counts for all it held up.
 * @param rate requests a second
 * @param connections most at once
 * @returns milliseconds, sorted
 */
export async function steadyLoad(
  url: string,
  {
    rate,
    seconds,
    connections,
  }: { readonly rate: number; readonly seconds: number; readonly connections: number },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const ask = (due: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = get(url, { agent }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
        answer.resume().once('end', () => {
          times.push(performance.now() - due);
          resolve();
        });
      });
      request.once('error', reject);
    });
  const start = performance.now();
  const total = Math.floor(rate * seconds);
  while (pending.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * rate));
    while (pending.length < due) pending.push(ask(start + (pending.length / rate) * 1000));
    await sleep(1);
  }
  await Promise.all(pending);
  agent.destroy();
  return times.toSorted((a, b) => a - b);
}

/** The value below which a share of sorted values lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
