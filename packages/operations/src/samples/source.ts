import type { Window } from '../judge/series.ts';

/** What one source saw of one thing since the last time it was asked. */
export interface Seen extends Window {
  readonly name: string;
  readonly control: boolean;
}

/** Something that is looked at again and again. */
export interface Source {
  /** Begins a stretch of time: what was before it does not count. */
  begin(): Promise<void>;
  /** What was seen since then, or since the last cut. Never throws: what does not answer has failed. */
  cut(): Promise<readonly Seen[]>;
  /** Ends it, until it begins again. */
  pause(): Promise<void>;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

/** A call that was timed. */
export interface Call {
  readonly ok: boolean;
  readonly ms: number;
  /** Of these, how long the server itself took, where it says: without the way there and back. */
  readonly serverMs?: number | undefined;
}

/** Calls as one window. Pure. */
export function windowOf(calls: readonly Call[]): Window {
  const answered = calls.filter(({ ok }) => ok);
  const errors = calls.length - answered.length;
  if (answered.length === 0) return { calls: calls.length, errors };
  return {
    calls: calls.length,
    errors,
    meanMs: answered.reduce((sum, { ms }) => sum + ms, 0) / answered.length,
    quickMs: Math.min(...answered.map(({ ms, serverMs = ms }) => serverMs)),
  };
}
