import { z } from 'zod';
import { found } from '../../api-error.ts';
import type { App } from '../../dependencies.ts';
import { apiErrorCodes } from '../../error-codes.ts';
import { problems } from '../../http/problem.ts';

const home = z
  .object({ name: z.literal('Agora'), links: z.record(z.string(), z.string()) })
  .meta({ id: 'Home', description: 'Where to go from here' });

const problemType = z
  .object({
    type: z.string().describe('The `type` of the problems, and the address of this'),
    code: z.string(),
    status: z.int().describe('The HTTP status it comes with'),
    meaning: z.string(),
  })
  .meta({ id: 'ProblemType', description: 'What a code of problems means' });
const problemTypes = z.object({ items: z.array(problemType) }).meta({ id: 'ProblemTypes' });

const explained = new Map(
  Object.entries(apiErrorCodes).map(([code, about]) => [code, { type: `/problems/${code}`, code, ...about }]),
);

/** What answers at the bare address. */
export function homeRoutes(app: App): void {
  app.get(
    '/',
    {
      schema: {
        tags: ['operations'],
        summary: 'Where to go from here',
        response: { 200: home, ...problems() },
      },
    },
    () => ({
      name: 'Agora' as const,
      links: {
        documentation: '/docs',
        openapi: '/openapi.json',
        communities: '/communities',
        channels: '/c/{community}/channels',
        posts: '/c/{community}/posts?sort=active',
        login: '/c/{community}/auth/login',
        health: '/health/ready',
        problems: '/problems',
      },
    }),
  );
  app.get(
    '/problems',
    {
      schema: {
        tags: ['operations'],
        summary: 'List the codes of problems',
        response: { 200: problemTypes, ...problems() },
      },
    },
    () => ({ items: [...explained.values()] }),
  );
  app.get(
    '/problems/:code',
    {
      schema: {
        tags: ['operations'],
        summary: 'What a code of problems means: the `type` of each leads here',
        params: z.object({ code: z.string().max(100) }),
        response: { 200: problemType, ...problems(404) },
      },
    },
    ({ params }) => found(explained.get(params.code), 'code'),
  );
}
