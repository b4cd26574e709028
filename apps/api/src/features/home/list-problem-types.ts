import { z } from 'zod';
import { siteOperation } from '../../http/operation.ts';
import { problemType, problemTypes } from './problem-type.ts';

export const listProblemTypes = siteOperation({
  id: 'listProblemTypes',
  method: 'GET',
  path: '/problems',
  tag: 'operations',
  summary: 'List the codes of problems',
  answers: { 200: z.object({ items: z.array(problemType) }).meta({ id: 'ProblemTypes' }) },
  handle: async () => ({ items: [...problemTypes.values()] }),
});
