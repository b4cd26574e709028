import type { CommunityTransaction } from '@agora/db';

/** What the community calls a level; null when it has none of that rank. */
export async function levelNameOf(
  prisma: Pick<CommunityTransaction, 'level'>,
  communityId: string,
  rank: number,
): Promise<string | null> {
  const level = await prisma.level.findUnique({
    where: { communityId_rank: { communityId, rank } },
    select: { name: true },
  });
  return level?.name ?? null;
}
