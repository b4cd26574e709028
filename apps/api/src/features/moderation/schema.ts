import type { ReportReason, ReportStatus } from '@agora/db';
import { z } from 'zod';
import { page, pageQuery } from '../../domain/page.ts';
import { text, writtenText } from '../../domain/text.ts';
import { id, time } from '../../domain/values.ts';
import { role } from '../../domain/people.ts';
import { commentStatus } from '../../domain/content.ts';
import { username } from '../../domain/people.ts';

const reason = z.enum([
  'SPAM',
  'HARASSMENT',
  'OFF_TOPIC',
  'MISINFORMATION',
  'OTHER',
] satisfies ReportReason[]);
const status = z.enum(['OPEN', 'RESOLVED', 'DISMISSED'] satisfies ReportStatus[]);
const person = z.object({ id, username: z.string() }).meta({ id: 'Person' });

export const newReport = z
  .strictObject({
    postId: id.optional(),
    commentId: id.optional(),
    user: username.optional().describe('Username'),
    reason,
    details: text(2000).default(''),
  })
  .refine(
    (given) =>
      [given.postId, given.commentId, given.user].filter((target) => target !== undefined).length === 1,
    {
      message: 'name exactly one of postId, commentId and user',
    },
  )
  .meta({ id: 'NewReport' });

export const madeReport = z.object({ id, status: z.literal('OPEN') }).meta({ id: 'MadeReport' });

export const report = z
  .object({
    id,
    reporter: person,
    postId: id.nullable(),
    commentId: id.nullable(),
    reportedUser: person.nullable(),
    reason,
    details: z.string(),
    status,
    resolution: z.string().nullable(),
    resolvedBy: person.nullable(),
    resolvedAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Report' });

export const reportPage = page(report).meta({ id: 'ReportPage' });
export const reportQuery = pageQuery.extend({ status: status.default('OPEN') });

export const reportDecision = z
  .strictObject({ status: z.enum(['RESOLVED', 'DISMISSED']), resolution: writtenText(2000) })
  .meta({ id: 'ReportDecision' });

export const newBan = z
  .strictObject({
    user: username,
    reason: writtenText(1000),
    endsAt: time.optional().describe('For good without it'),
  })
  .meta({ id: 'NewBan' });

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

export const banPage = page(ban).meta({ id: 'BanPage' });
export const banQuery = pageQuery.extend({ user: username.optional().describe('Only bans of this user') });

export const postModeration = z
  .strictObject({
    status: z.enum(['PUBLISHED', 'HIDDEN', 'ARCHIVED']).optional(),
    pinned: z.boolean().optional(),
    reason: text(500).default(''),
  })
  .refine(({ status: wanted, pinned }) => wanted !== undefined || pinned !== undefined, {
    message: 'name status, pinned or both',
  })
  .meta({ id: 'PostModeration' });

export const newRole = z.strictObject({ role }).meta({ id: 'NewRole' });
export const roleChange = z.object({ id, username: z.string(), role }).meta({ id: 'RoleChange' });

export const commentModeration = z
  .strictObject({
    status: commentStatus.extract(['PUBLISHED', 'HIDDEN']),
    reason: text(500).default(''),
  })
  .meta({ id: 'CommentModeration' });

export const moderationEntry = z
  .object({
    id,
    moderator: person,
    action: z.string(),
    targetId: id,
    details: z.record(z.string(), z.unknown()),
    createdAt: time,
  })
  .meta({ id: 'ModerationEntry' });

export const moderationLog = page(moderationEntry).meta({ id: 'ModerationLog' });

export type RoleChange = z.output<typeof roleChange>;
export type Ban = z.output<typeof ban>;
export type Report = z.output<typeof report>;
