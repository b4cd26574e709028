import type { CommunityTransaction } from '@agora/db';

/**
 * What is purged waits for no moderator any more, who would show an empty one.
 * @param what a post or comment, which is locked, or whatever somebody wrote, who is locked
 */
export async function endHolds(
  transaction: CommunityTransaction,
  what: { readonly communityId: string } & ({ readonly id: string } | { readonly authorId: string }),
): Promise<void> {
  const { communityId } = what;
  await transaction.hold.deleteMany({ where: { communityId, post: what } });
  await transaction.commentHold.deleteMany({ where: { communityId, comment: what } });
}
