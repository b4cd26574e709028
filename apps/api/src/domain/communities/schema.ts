import type { Prisma } from '@agora/db';
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

/** The same for Prisma's `select`. */
export const communityFields = {
  id: true,
  slug: true,
  name: true,
  description: true,
  createdAt: true,
} as const satisfies Prisma.CommunitySelect;

/** A community as it is answered. */
export function communityOf(row: Prisma.CommunityGetPayload<{ select: typeof communityFields }>): Community {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
