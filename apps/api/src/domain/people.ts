import type { UserRole } from '@agora/db';
import { z } from 'zod';
import { line } from './text.ts';
import { id } from './values.ts';

export const role = z.enum(['ADMIN', 'MODERATOR', 'MEMBER'] satisfies UserRole[]);

/** Typed in any case, kept in lower case: telephones begin every field with a capital. */
export const username = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 lower-case letters, digits and underscores');

export const displayName = line(80);

/** How an address names a user. */
export const userKey = z.union([username, z.guid()]).describe('Username or id');

/** How the names begin that the forum gives: to who has left, and to who never proved their address. Nobody chooses one. */
export const keptNames = /^(?:deleted|unproved)_/;

/** A user as they appear beside what they wrote. */
export const author = z
  .object({ id, username: z.string(), displayName: z.string(), avatar: z.string().nullable(), role })
  .meta({ id: 'Author' });
