import { z } from 'zod';
import { siteOperation } from '../../http/operation.ts';

export const getLiveness = siteOperation({
  id: 'getLiveness',
  method: 'GET',
  path: '/health/live',
  tag: 'operations',
  summary: 'Whether the process runs',
  quiet: true,
  answers: { 200: z.object({ status: z.literal('ok') }).meta({ id: 'Health' }) },
  handle: async () => ({ status: 'ok' as const }),
});
