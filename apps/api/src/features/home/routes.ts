import { z } from 'zod';
import type { App } from '../../dependencies.ts';
import { problems } from '../../schema/problem.ts';

const home = z
  .object({ name: z.literal('Agora'), links: z.record(z.string(), z.string()) })
  .meta({ id: 'Home', description: 'Where to go from here' });

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
      },
    }),
  );
}
