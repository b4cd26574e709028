import type { Prisma } from '@agora/db';
import { z } from 'zod';
import { id } from '../../domain/values.ts';

/** Somebody whom a report or the log names. */
export const person = z.object({ id, username: z.string() }).meta({ id: 'Person' });

/** The same for Prisma. */
export const personFields = {
  select: { id: true, username: true },
} as const satisfies Prisma.UserDefaultArgs;
