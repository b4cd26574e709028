import { z } from 'zod';
import type { Forum } from '../../database/forum.ts';
import { pageFrom, readCursor } from '../page.ts';
import { communityFields, communityOf, type CommunityPage } from './schema.ts';

/**
 * Reads a page of the communities, by slug.
 * @throws ApiError `request.invalid_cursor`
 */
export async function readCommunityPage(
  { prisma }: Forum,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<CommunityPage> {
  const last = cursor === undefined ? undefined : readCursor('communities', z.string(), cursor);
  const rows = await prisma.community.findMany({
    where: last === undefined ? {} : { slug: { gt: last } },
    select: communityFields,
    orderBy: { slug: 'asc' },
    take: limit + 1,
  });
  const { items, next } = pageFrom('communities', rows, limit, ({ slug }) => slug);
  return { items: items.map(communityOf), next };
}
