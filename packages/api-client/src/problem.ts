import type { components } from './api-types.ts';

/** An error as the API describes it (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** What {@link unwrap} throws when the API refuses. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** What the API said; undefined when the answer was no problem document, as from a proxy on the way. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(problem === undefined ? `The API answered ${status}.` : `${problem.code}: ${problem.detail}`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * The data of an answer.
 * @throws ApiProblem when the API refused
 */
export async function unwrap<Data>(
  answer: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await answer;
  if (response.ok) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an empty answer (204) has no data, and its type says so
    return data as Data;
  }
  throw new ApiProblem(response.status, isProblem(error) ? error : undefined);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
