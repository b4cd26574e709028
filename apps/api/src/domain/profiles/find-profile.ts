import type { CommunityTransaction } from '@agora/db';
import { z } from 'zod';
import { shownUser } from '../shown-users.ts';
import { levelNameOf } from './level-name.ts';
import { profileFields, profileOf, type UserProfile } from './profile.ts';

/**
 * The profile of a user who is shown to others.
 * @param key username or id
 */
export async function findProfile(
  prisma: Pick<CommunityTransaction, 'user' | 'level'>,
  communityId: string,
  key: string,
): Promise<UserProfile | undefined> {
  const named = z.guid().safeParse(key).success ? { id: key } : { username: key };
  const user = await prisma.user.findFirst({
    where: { communityId, ...named, ...shownUser },
    select: profileFields,
  });
  if (user === null) return undefined;
  return profileOf(user, await levelNameOf(prisma, communityId, user.level));
}
