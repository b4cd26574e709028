import type { ErrorCode } from './error-code.ts';

/** What an {@link AgoraError} is made from. */
export interface AgoraErrorInit {
  /** Dotted and stable; declared in the `error-codes.ts` of the package that throws it. */
  code: ErrorCode;
  /** What happened, in one sentence. */
  message: string;
  /** Why it happened; may have several lines, for example an excerpt of SQL. */
  why?: string | undefined;
  /** The command or edit that helps. */
  fix?: string | undefined;
  /** The error underneath. */
  cause?: unknown;
}

const brand = Symbol.for('agora.error');

/** The one shape of errors in Agora: what, why, and what to do about it. */
export class AgoraError extends Error {
  readonly code: ErrorCode;
  readonly why?: string;
  readonly fix?: string;

  constructor(init: AgoraErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'AgoraError';
    this.code = init.code;
    if (init.why !== undefined) this.why = init.why;
    if (init.fix !== undefined) this.fix = init.fix;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The error as data, for `--json` output; the stack and the cause's stack are left out. */
  toJSON(): { code: ErrorCode; message: string; why?: string; fix?: string; cause?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.why === undefined ? {} : { why: this.why }),
      ...(this.fix === undefined ? {} : { fix: this.fix }),
      ...(this.cause instanceof Error ? { cause: this.cause.message } : {}),
    };
  }
}

/**
 * Whether a value is an {@link AgoraError}. Recognised by a mark and not by its class, because a
 * process may hold two copies of this package (sources in tests, built files elsewhere).
 */
export function isAgoraError(error: unknown): error is AgoraError {
  return error instanceof Error && brand in error;
}
