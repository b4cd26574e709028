// A foreground load in a process of its own, so that what it waits for is the server and not the measured program.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What clients do, over and over. */
export interface ForegroundWork {
  readonly url: string;
  /** One request, one statement after another; `$1` is the key of a row. */
  readonly statements: readonly string[];
  /** Keys are drawn from 1 to this. */
  readonly rows: number;
  readonly clients: number;
  /** Milliseconds between two requests of one client. */
  readonly thinkMs: number;
}

/** One request: when it was sent, in milliseconds since 1970, and how long it took. */
export interface Request {
  readonly at: number;
  readonly ms: number;
}

/** Time while something was measured, in milliseconds since 1970. */
export interface Span {
  /** What was done in it. */
  readonly name?: string;
  readonly from: number;
  readonly to: number;
}

/** How long clients work before anything is measured, in milliseconds. */
const WARM_MS = 2000;

/** Runs `use` beside the load. @returns every request that was sent meanwhile */
export async function besideForeground(
  work: ForegroundWork,
  use: () => Promise<void>,
): Promise<readonly Request[]> {
  const child = fork(path.join(import.meta.dirname, 'foreground-process.ts'), [], {
    execArgv: process.execArgv,
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.send(work);
  await sleep(WARM_MS);
  await use();
  const said = once(child, 'message');
  child.send('end');
  const [requests]: unknown[] = await said;
  process.off('exit', kill);
  // What our own process sends.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return requests as readonly Request[];
}

/** When a piece of work ran. */
export async function spanOf(work: () => Promise<unknown>): Promise<Span> {
  const from = performance.timeOrigin + performance.now();
  await work();
  return { from, to: performance.timeOrigin + performance.now() };
}

/** How long the requests took that were under way in any of these spans, in milliseconds, sorted. */
export function timesIn(requests: readonly Request[], spans: readonly Span[]): readonly number[] {
  return requests
    .filter(({ at, ms }) => spans.some(({ from, to }) => at <= to && at + ms >= from))
    .map(({ ms }) => ms)
    .toSorted((a, b) => a - b);
}

/** A share of sorted times: 0.99 for the p99. */
export function quantile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
}
