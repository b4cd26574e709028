import type { Prisma } from '@agora/db';

/** What is shown of a user beside what they wrote: the fields of `author`, for Prisma's `select`. */
export const authorFields = {
  id: true,
  username: true,
  displayName: true,
  avatar: true,
  role: true,
} as const satisfies Prisma.UserSelect;
