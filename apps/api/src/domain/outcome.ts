import { ApiError } from '../api-error.ts';
import { type ApiErrorCode, apiErrorCodes } from '../error-codes.ts';

/** What to say for some codes; the others say their meaning. */
export type Refusals = Partial<Record<ApiErrorCode, string>>;

/** What a writing statement answers. */
interface Outcome {
  /** Null, or the code of why it did nothing. */
  readonly refused: string | null;
  /** Seconds after which it may be tried again. */
  readonly waitSeconds?: number | null;
}

/**
 * What a writing statement did.
 * @param row its only row
 * @throws ApiError the code it was refused with; `resource.not_found` when there is no row
 */
export function accepted<Row extends Outcome>(row: Row | undefined, refusals?: Refusals): Row {
  if (row?.refused === null) return row;
  throw refusal(row?.refused ?? 'resource.not_found', refusals, row?.waitSeconds);
}

/**
 * The error that says what is refused.
 * @param waitSeconds until it may be tried again, said in `retry-after`
 */
export function refusal(code: string, refusals: Refusals = {}, waitSeconds?: number | null): Error {
  if (!(code in apiErrorCodes)) return new TypeError(`A statement refuses with ${code}, which is no code.`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up above
  const known = code as ApiErrorCode;
  const message = refusals[known] ?? apiErrorCodes[known].meaning;
  const wait = waitSeconds ?? 0;
  return new ApiError(known, message, wait > 0 ? { headers: { 'retry-after': String(wait) } } : {});
}
