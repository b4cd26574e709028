import { z } from 'zod';

/** Seconds that one person waits between two comments on a post. */
export const slowSeconds = z
  .int()
  .min(1)
  .max(86_400)
  .nullable()
  .describe('Seconds that one person waits between two comments on a post; null: none');
