import { z } from 'zod';
import { found } from '../../api-error.ts';
import { siteOperation } from '../../http/operation.ts';
import { problemType, problemTypes } from './problem-type.ts';

export const getProblemType = siteOperation({
  id: 'getProblemType',
  method: 'GET',
  path: '/problems/:code',
  tag: 'operations',
  summary: 'What a code of problems means: its address is the type of each problem',
  params: { code: z.string().max(100) },
  answers: { 200: problemType },
  refusals: [404],
  handle: async ({ params }) => found(problemTypes.get(params.code), 'code'),
});
