import type { Prisma } from '@agora/db';
import type { z } from 'zod';
import type { userKey } from './people.ts';
import { id } from './values.ts';

/**
 * Users who are shown to others, for Prisma's `where`: not who left, and not who has yet to prove their address and was
 * never here. Anyone can register such an account, and whether it came about would tell whether the address had one before.
 */
export const shownUser = {
  status: { not: 'DEACTIVATED' },
  OR: [{ emailVerifiedAt: { not: null } }, { lastSeenAt: { not: null } }],
} as const satisfies Prisma.UserWhereInput;

/** Who is called so, by username or id; the two look nothing alike. */
export function userNamed(key: z.output<typeof userKey>): Prisma.UserWhereInput {
  return id.safeParse(key).success ? { id: key } : { username: key };
}
