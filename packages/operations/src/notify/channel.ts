import type { Notice } from './notice.ts';

/** What became of one attempt. */
type Attempt =
  | { readonly ok: true }
  /** `again`: another attempt may succeed. */
  | { readonly ok: false; readonly why: string; readonly again: boolean };

/** One way to a receiver. */
export interface Channel {
  /** For people, without secrets. */
  readonly name: string;
  /** One attempt; never throws. */
  readonly send: (notice: Notice, signal: AbortSignal) => Promise<Attempt>;
}

/** Milliseconds that one attempt may take. */
export const ATTEMPT_MS = 10_000;
