import type { CommunityTransaction } from '@agora/db';
import type { z } from 'zod';
import type { userKey } from '../people.ts';
import { shownUser, userNamed } from '../shown-users.ts';
import { levelNameOf } from './level-name.ts';
import { profileFields, profileOf, type UserProfile } from './profile.ts';

/** The profile of a user who is shown to others. */
export async function findProfile(
  prisma: Pick<CommunityTransaction, 'user' | 'level'>,
  communityId: string,
  key: z.output<typeof userKey>,
): Promise<UserProfile | undefined> {
  const user = await prisma.user.findFirst({
    where: { communityId, ...userNamed(key), ...shownUser },
    select: profileFields,
  });
  if (user === null) return undefined;
  return profileOf(user, await levelNameOf(prisma, communityId, user.level));
}
