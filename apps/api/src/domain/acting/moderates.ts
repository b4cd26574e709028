import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';

/**
 * Whether somebody moderates their community, as the database has it now, for what is only read. A question of its own: as
 * part of another it would be a join through the community, which Citus refuses.
 */
export async function moderates({ prisma }: Forum, { communityId, userId }: Viewer): Promise<boolean> {
  const user = await prisma.user.findUnique({
    where: { communityId_id: { communityId, id: userId } },
    select: { role: true, status: true },
  });
  return user?.status === 'ACTIVE' && user.role !== 'MEMBER';
}
