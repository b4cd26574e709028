import { AgoraError } from '@agora/core';
import { type ApiErrorCode, apiErrorCodes } from './error-codes.ts';

/** One fault of a request, and where it is: a JSON pointer that begins with `/body`, `/query`, `/params` or `/headers`. */
export interface RequestFault {
  readonly pointer: string;
  readonly detail: string;
}

/** An error that the API answers as it is; anything else is described by the error handler. */
export class ApiError extends AgoraError {
  declare readonly code: ApiErrorCode;
  /** HTTP status, from the table of codes. */
  readonly statusCode: number;
  readonly errors: readonly RequestFault[] | undefined;
  /** Headers the answer carries, such as `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code decides the status
   * @param message what happened, in one sentence that may be shown to a user
   */
  constructor(
    code: ApiErrorCode,
    message: string,
    more: {
      why?: string;
      fix?: string;
      cause?: unknown;
      errors?: readonly RequestFault[];
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super({ code, message, why: more.why, fix: more.fix, cause: more.cause });
    this.statusCode = apiErrorCodes[code].status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/**
 * The value, or a 404 when there is none: what lies in another community, and what the viewer may not see, does not
 * exist for them.
 * @param what the kind of thing, as in "No such post."
 * @throws ApiError `resource.not_found`
 */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new ApiError('resource.not_found', `No such ${what}.`);
  return value;
}
