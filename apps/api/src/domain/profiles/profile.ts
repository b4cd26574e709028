import type { Prisma } from '@agora/db';
import { z } from 'zod';
import { authorFields } from '../authors.ts';
import { author } from '../people.ts';
import { time } from '../values.ts';

export const userSummary = author
  .extend({ points: z.int(), level: z.int(), createdAt: time })
  .meta({ id: 'UserSummary' });

export const userProfile = userSummary
  .extend({
    bio: z.string(),
    levelName: z.string().nullable(),
    lastSeenAt: time.nullable(),
    statistics: z
      .object({
        posts: z.int(),
        comments: z.int(),
        likesGiven: z.int(),
        likesReceived: z.int(),
        streakDays: z.int(),
      })
      .nullable(),
    achievements: z.array(
      z.object({ code: z.string(), name: z.string(), description: z.string(), earnedAt: time }),
    ),
  })
  .meta({ id: 'UserProfile', description: 'What everyone may know of a user' });

export type UserProfile = z.output<typeof userProfile>;

/** What a summary is made of, for Prisma's `select`. */
export const userSummaryFields = {
  ...authorFields,
  points: true,
  level: true,
  createdAt: true,
} as const satisfies Prisma.UserSelect;

/** What a profile is made of, but for the name of the level, to which the schema has no relation. */
export const profileFields = {
  ...userSummaryFields,
  bio: true,
  lastSeenAt: true,
  statistics: {
    select: { posts: true, comments: true, likesGiven: true, likesReceived: true, streakDays: true },
  },
  achievements: {
    where: { earnedAt: { not: null } },
    select: { earnedAt: true, achievement: { select: { code: true, name: true, description: true } } },
    orderBy: [{ earnedAt: 'asc' }, { achievement: { code: 'asc' } }],
  },
} as const satisfies Prisma.UserSelect;

/** A profile as it is answered, of what Prisma read. */
export function profileOf<User extends Prisma.UserGetPayload<{ select: typeof profileFields }>>(
  { createdAt, lastSeenAt, achievements, ...rest }: User,
  levelName: string | null,
) {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    levelName,
    achievements: achievements.flatMap(({ earnedAt, achievement }) =>
      earnedAt === null ? [] : [{ ...achievement, earnedAt: earnedAt.toISOString() }],
    ),
  };
}
