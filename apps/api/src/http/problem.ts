import { z } from 'zod';

/** An error as RFC 9457 has it, with the API's own `code`, `requestId` and `errors`. */
export const problem = z
  .object({
    type: z.string().describe('Address that explains the code'),
    title: z.string().describe('The meaning of the code'),
    status: z.int(),
    detail: z.string().describe('What happened this time'),
    instance: z.string().describe('The address that was asked for'),
    code: z.string().describe('Stable and dotted, such as `resource.not_found`'),
    requestId: z.string().describe('Finds the request in the log'),
    fix: z.string().optional().describe('What mends it'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe('Each fault of the request, with a JSON pointer to it'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document' });

export type Problem = z.output<typeof problem>;

const content = { 'application/problem+json': { schema: problem } };

/**
 * The `response` entries of the problems a route answers, by status.
 * @param statuses those it has of its own; 400 and 500 every route has
 */
export function problems<const Status extends number>(...statuses: readonly Status[]) {
  const entries = [400, ...statuses, 500].map((status) => [
    status,
    { description: statusMeanings[status] ?? 'Problem', content },
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys it was given
  return Object.fromEntries(entries) as Record<
    Status | 400 | 500,
    { description: string; content: typeof content }
  >;
}

/** What an answer with a problem's status means, whatever its code. */
export const statusMeanings: Readonly<Record<number, string>> = {
  400: 'The request does not match the schema',
  401: 'Who asks is not known',
  403: 'Who asks may not do this',
  404: 'There is no such thing here',
  408: 'It did not come in time',
  409: 'It conflicts with what is there',
  412: 'It has changed in the meantime',
  413: 'It is too large',
  415: 'It is of a kind that is not taken',
  416: 'There is no such range',
  422: 'A value is refused',
  431: 'Its headers are too large',
  428: 'A condition is required',
  429: 'Too many requests',
  500: 'A fault of the server',
  502: 'Another server answered what cannot be used',
  503: 'Something that is needed does not answer; try again',
};
