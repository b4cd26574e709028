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

const reportCopy = z
  .object({
    title: z.string().optional(),
    body: z.string().optional(),
    username: z.string().optional(),
    displayName: z.string().optional(),
    bio: z.string().optional(),
    avatar: z.string().nullable().optional(),
  })
  .meta({
    id: 'ReportCopy',
    description: 'A post has a title and a body, a comment a body, a user the rest',
  });

export type ReportCopy = z.output<typeof reportCopy>;

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
    copy: reportCopy
      .nullable()
      .describe('What it said when it was reported; null for old reports, and once that is purged'),
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
  copy: true,
} as const satisfies Prisma.ReportSelect;

/** A report as it is answered. */
export function reportOf(
  row: Prisma.ReportGetPayload<{ select: typeof reportFields }>,
): z.input<typeof report> {
  return {
    ...row,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    copy: reportCopy.nullable().parse(row.copy),
  };
}
