import { z } from 'zod';
import { page } from '../page.ts';
import { id, slug, time } from '../values.ts';

export const community = z
  .object({
    id,
    slug,
    name: z.string(),
    description: z.string(),
    createdAt: time,
  })
  .meta({ id: 'Community', description: 'One hosted forum with its own users and content' });

export const communityPage = page(community).meta({ id: 'CommunityPage' });

export type Community = z.output<typeof community>;
export type CommunityPage = z.output<typeof communityPage>;
