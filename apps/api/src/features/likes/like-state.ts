import { z } from 'zod';

export const likeState = z
  .object({
    liked: z.boolean().describe('Whether you like it now'),
    likeCount: z.int(),
    points: z.int().describe('Points that this moved, to you and to the author together'),
  })
  .meta({ id: 'LikeState' });
