import { ApiError } from '../api-error.ts';
import { type ApiErrorCode, apiErrorCodes } from '../error-codes.ts';

/** What a writing statement answers: what it did, or the code of why it did nothing. */
export type Outcome<Done> = { readonly done: Done } | { readonly refused: ApiErrorCode };

/**
 * What a writing statement did.
 * @param refusals what to say for some codes; the others say their meaning
 * @throws ApiError the code it was refused with; `resource.not_found` when there is no row
 */
export function accepted<Done>(
  outcome: Outcome<Done> | undefined,
  refusals: Partial<Record<ApiErrorCode, string>> = {},
): Done {
  if (outcome !== undefined && 'done' in outcome) return outcome.done;
  const code = outcome?.refused ?? 'resource.not_found';
  throw new ApiError(code, refusals[code] ?? apiErrorCodes[code].meaning);
}
