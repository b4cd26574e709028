import { z } from 'zod';
import { page } from '../../domain/page.ts';
import { time } from '../../domain/values.ts';
import { author } from '../../domain/people.ts';

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

export const userPage = page(userSummary).meta({ id: 'UserPage' });

export type UserProfile = z.output<typeof userProfile>;
export type UserPage = z.output<typeof userPage>;
