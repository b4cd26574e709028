import type { Prisma, ReportReason, ReportStatus } from '@agora/db';
import { z } from 'zod';
import { id, time } from '../../../domain/values.ts';
import { person, personFields } from '../person.ts';

export const reportReason = z.enum([
  'SPAM',
  'HARASSMENT',
  'OFF_TOPIC',
  'MISINFORMATION',
  'OTHER',
] satisfies ReportReason[]);
export const reportStatus = z.enum(['OPEN', 'RESOLVED', 'DISMISSED'] satisfies ReportStatus[]);

export const report = z
  .object({
    id,
    reporter: person,
    postId: id.nullable(),
    commentId: id.nullable(),
    reportedUser: person.nullable(),
    reason: reportReason,
    details: z.string(),
    status: reportStatus,
    resolution: z.string().nullable(),
    resolvedBy: person.nullable(),
    resolvedAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Report' });

/** What a report is made of, for Prisma's `select`. */
export const reportFields = {
  id: true,
  reporter: personFields,
  postId: true,
  commentId: true,
  reportedUser: personFields,
  reason: true,
  details: true,
  status: true,
  resolution: true,
  resolvedBy: personFields,
  resolvedAt: true,
  createdAt: true,
} as const satisfies Prisma.ReportSelect;

/** A report as it is answered. */
export function reportOf(
  row: Prisma.ReportGetPayload<{ select: typeof reportFields }>,
): z.input<typeof report> {
  return {
    ...row,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
