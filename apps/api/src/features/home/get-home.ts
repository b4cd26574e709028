import { z } from 'zod';
import { siteOperation } from '../../http/operation.ts';

const home = z
  .object({ name: z.literal('Agora'), links: z.record(z.string(), z.string()) })
  .meta({ id: 'Home', description: 'Where to go from here' });

export const getHome = siteOperation({
  id: 'getHome',
  method: 'GET',
  path: '/',
  tag: 'operations',
  summary: 'Where to go from here',
  answers: { 200: home },
  handle: async () => ({
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
});
