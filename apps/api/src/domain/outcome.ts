import { ApiError } from '../api-error.ts';
import { type ApiErrorCode, apiErrorCodes } from '../error-codes.ts';

/** What to say for some codes; the others say their meaning. */
export type Refusals = Partial<Record<ApiErrorCode, string>>;

/**
 * What a writing statement did.
 * @param row its only row, whose column `refused` is null, or the code of why it did nothing
 * @throws ApiError the code it was refused with; `resource.not_found` when there is no row
 */
export function accepted<Row extends { readonly refused: string | null }>(
  row: Row | undefined,
  refusals?: Refusals,
): Row {
  if (row?.refused === null) return row;
  throw refusal(row?.refused ?? 'resource.not_found', refusals);
}

/** The error that says what is refused. */
export function refusal(code: string, refusals: Refusals = {}): Error {
  if (!(code in apiErrorCodes)) return new TypeError(`A statement refuses with ${code}, which is no code.`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up above
  const known = code as ApiErrorCode;
  return new ApiError(known, refusals[known] ?? apiErrorCodes[known].meaning);
}
