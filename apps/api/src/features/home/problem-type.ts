import { z } from 'zod';
import { apiErrorCodes } from '../../error-codes.ts';

export const problemType = z
  .object({
    type: z.string().describe('The `type` of the problems, and the address of this'),
    code: z.string(),
    status: z.int().describe('The HTTP status it comes with'),
    meaning: z.string(),
  })
  .meta({ id: 'ProblemType', description: 'What a code of problems means' });

/** All of them by their code. */
export const problemTypes: ReadonlyMap<string, z.output<typeof problemType>> = new Map(
  Object.entries(apiErrorCodes).map(([code, about]) => [code, { type: `/problems/${code}`, code, ...about }]),
);
