import type { NotificationKind } from '@agora/db';
import { z } from 'zod';

/**
 * The kinds that this version knows. A newer one, which serves the same database, may have added others: those are passed over
 * wherever notifications are read, as Prisma fails on a value that it was not built with.
 */
export const notificationKind = z.enum([
  'REPLY',
  'MENTION',
  'FOLLOWED',
  'ANSWER_ACCEPTED',
  'TIP',
  'MODERATION',
] satisfies NotificationKind[]);

/** For Prisma's `where`. */
export const knownKinds = { kind: { in: [...notificationKind.options] } };
