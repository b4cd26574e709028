import { createHash } from 'node:crypto';
import type { CommunityTransaction, Prisma } from '@agora/db';
import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import type { Viewer } from '../../../auth/access-token.ts';
import { levelNameOf } from '../../../domain/profiles/level-name.ts';
import { profileFields, profileOf, userProfile } from '../../../domain/profiles/profile.ts';
import { time } from '../../../domain/values.ts';

export const currentUser = z
  .object({
    version: z.int().describe('Changes with every edit of your profile; what If-Match is compared with'),
    ...userProfile.shape,
    email: z.string(),
    emailVerifiedAt: time.nullable(),
    status: z.enum(['ACTIVE', 'SUSPENDED', 'DEACTIVATED']),
    unreadNotifications: z.int(),
  })
  .meta({ id: 'CurrentUser', description: 'You, with what only you may see' });

/** What an edit of a profile changes. */
export const editedFields = {
  displayName: true,
  bio: true,
  avatar: true,
} as const satisfies Prisma.UserSelect;

/**
 * The version of a profile. Points change the row's time all day long, so the version is a hash of what an edit changes:
 * 52 bits, as many as a number in JSON holds.
 */
export function profileVersion({
  displayName,
  bio,
  avatar,
}: Prisma.UserGetPayload<{ select: typeof editedFields }>): number {
  const hash = createHash('sha256').update(JSON.stringify([displayName, bio, avatar]));
  return Number.parseInt(hash.digest('hex').slice(0, 13), 16);
}

/**
 * One's own account as it is answered.
 * @throws ApiError `auth.invalid_token` when it is gone
 */
export async function readCurrentUser(
  prisma: Pick<CommunityTransaction, 'user' | 'level'>,
  { communityId, userId }: Viewer,
): Promise<z.input<typeof currentUser>> {
  const user = await prisma.user.findFirst({
    where: { communityId, id: userId, status: { not: 'DEACTIVATED' } },
    select: {
      ...profileFields,
      email: true,
      emailVerifiedAt: true,
      status: true,
      _count: { select: { notifications: { where: { readAt: null } } } },
    },
  });
  if (user === null) throw new ApiError('auth.invalid_token', 'The account of this token is gone.');
  const { _count: counted, emailVerifiedAt, ...rest } = user;
  return {
    version: profileVersion(user),
    ...profileOf(rest, await levelNameOf(prisma, communityId, user.level)),
    emailVerifiedAt: emailVerifiedAt?.toISOString() ?? null,
    unreadNotifications: counted.notifications,
  };
}
