import { z } from 'zod';

export const followState = z
  .object({ followed: z.boolean().describe('Whether you follow the thread now') })
  .meta({ id: 'FollowState' });
