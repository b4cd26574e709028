import { z } from 'zod';
import { page } from '../../schema/page.ts';
import { id, time } from '../../schema/values.ts';
import { role } from '../channels/schema.ts';

/** Typed in any case, kept in lower case: telephones begin every field with a capital. */
export const username = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 lower-case letters, digits and underscores');

/** How the names begin that the forum gives: to who has left, and to who never proved their address. Nobody chooses one. */
export const keptNames = /^(?:deleted|unproved)_/;

/** A user as they appear beside what they wrote. */
export const author = z
  .object({ id, username: z.string(), displayName: z.string(), avatar: z.string().nullable(), role })
  .meta({ id: 'Author' });

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
