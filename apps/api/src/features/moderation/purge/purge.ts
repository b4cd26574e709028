import type { Prisma, PurgeKind } from '@agora/db';
import { z } from 'zod';
import { id, time } from '../../../domain/values.ts';
import { person, personFields } from '../person.ts';

export const purgeKind = z.enum(['POST', 'COMMENT', 'REVISION', 'PERSON'] satisfies PurgeKind[]);

export const purge = z
  .object({
    id,
    kind: purgeKind,
    targetId: id.describe('Of the post, comment, revision or user'),
    admin: person,
    reason: z.string(),
    createdAt: time,
  })
  .meta({ id: 'Purge', description: 'That something was purged, and not what it said' });

/** What a purge is made of, for Prisma's `select`. */
export const purgeFields = {
  id: true,
  kind: true,
  targetId: true,
  admin: personFields,
  reason: true,
  createdAt: true,
} as const satisfies Prisma.PurgeSelect;

/** A purge as it is answered. */
export function purgeOf(row: Prisma.PurgeGetPayload<{ select: typeof purgeFields }>): z.input<typeof purge> {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
