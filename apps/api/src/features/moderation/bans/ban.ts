import type { Prisma } from '@agora/db';
import { z } from 'zod';
import { id, time } from '../../../domain/values.ts';

export const ban = z
  .object({
    id,
    user: z.string(),
    reason: z.string(),
    startsAt: time,
    endsAt: time.nullable(),
    liftedAt: time.nullable(),
  })
  .meta({ id: 'Ban' });

/** What a ban is made of, for Prisma's `select`. */
export const banFields = {
  id: true,
  user: { select: { username: true } },
  reason: true,
  startsAt: true,
  endsAt: true,
  liftedAt: true,
} as const satisfies Prisma.BanSelect;

export type BanRow = Prisma.BanGetPayload<{ select: typeof banFields }>;

/** A ban as it is answered. */
export function banOf({ user, startsAt, endsAt, liftedAt, ...rest }: BanRow): z.input<typeof ban> {
  return {
    ...rest,
    user: user.username,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    liftedAt: liftedAt?.toISOString() ?? null,
  };
}
