import { ApiError } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';

/** What is said to who may not. */
export const moderatorsOnly = { 'auth.forbidden': 'Only moderators may do this.' } as const;

/**
 * Looks whether the viewer moderates the community as the database has it now, for what is only read.
 * @throws ApiError `auth.forbidden`
 */
export async function requireModerator({ prisma }: Forum, viewer: Viewer): Promise<void> {
  const { communityId, userId } = viewer;
  const user = await prisma.user.findUnique({
    where: { communityId_id: { communityId, id: userId } },
    select: { role: true, status: true },
  });
  if (user?.status === 'ACTIVE' && user.role !== 'MEMBER') return;
  throw new ApiError('auth.forbidden', moderatorsOnly['auth.forbidden']);
}
