import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum } from '../../../database/forum.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import { assertOwnName } from '../../../domain/names/assert-own-name.ts';

/**
 * Sees that a member's new name is their own; those of the team may say that they are, and what stays need not be looked at.
 * @throws ApiError `name.imitates`
 */
export async function assertNameOfMember(
  forum: Forum,
  community: Community,
  { communityId, userId: id }: Viewer,
  displayName: string,
): Promise<void> {
  const before = await forum.prisma.user.findUnique({
    where: { communityId_id: { communityId, id } },
    select: { role: true, displayName: true },
  });
  if (before?.role !== 'MEMBER' || before.displayName === displayName) return;
  await assertOwnName(forum, community, { displayName, selfId: id });
}
