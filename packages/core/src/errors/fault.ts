import type { ErrorCode } from './error-code.ts';

/**
 * Something wrong that is reported and not thrown: what, why, and what to do about it. What a package finds (a
 * violation of the history, a refusal, a problem of a check) is one of these, or extends it.
 */
export interface Fault {
  /** As in the table of error codes. */
  readonly code: ErrorCode;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How it came to be, or what it does. */
  readonly why: string;
  /** The command or the edit that helps. */
  readonly fix: string;
}
