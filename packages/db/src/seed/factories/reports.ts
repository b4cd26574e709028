import { ReportReason, ReportStatus } from '../../generated/prisma/enums.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../values/calendar.ts';
import { userIndex } from '../text/people.ts';
import { at, atOrNull, defineFactory } from './factory.ts';
import { commentId, inCommunity, labels, timeOrNull, userId } from './load-context.ts';

export const reports = defineFactory('Report', {
  table: 'reports',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    reporterId: 'uuid',
    postId: 'uuid',
    commentId: 'uuid',
    reportedUserId: 'uuid',
    reason: 'label',
    details: 'text',
    status: 'label',
    resolution: 'text',
    resolvedById: 'uuid',
    resolvedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['users', 'posts', 'comments'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.reports.length,
  row(ctx, index) {
    const { plan } = ctx;
    const report = plan.reports[index]!;
    const { handled } = report.text;
    return {
      communityId: ctx.spec.id,
      id: report.id,
      reporterId: plan.users[userIndex(report.text.by)]!.id,
      postId: report.post === null ? null : plan.posts[report.post]!.id,
      commentId: report.comment === null ? null : plan.comments[report.comment]!.id,
      reportedUserId: report.user === null ? null : plan.users[report.user]!.id,
      reason: report.text.reason,
      details: report.text.details,
      status: handled?.status ?? ReportStatus.OPEN,
      resolution: handled?.resolution ?? null,
      resolvedById: handled === undefined ? null : plan.users[userIndex(handled.by)]!.id,
      resolvedAt: atOrNull(report.handledAt),
      createdAt: at(report.at),
      updatedAt: at(report.handledAt ?? report.at),
    };
  },
  generated: {
    perUser: 0.048,
    count: ({ plan }) => reportedIn(plan).length,
    cells: {
      communityId: inCommunity,
      id: (cell, { plan }, index) => cell.uuid7(reportedAt(plan, index), plan.keys.misc ^ 2, index),
      reporterId(cell, ctx, index) {
        const { plan } = ctx;
        userId(cell, ctx, plan.commentAuthor.data[plan.commentParent.data[reportedIn(plan)[index]!]!]!);
      },
      postId: (cell) => cell.null(),
      commentId: (cell, ctx, index) => commentId(cell, ctx, reportedIn(ctx.plan)[index]!),
      reportedUserId: (cell) => cell.null(),
      reason: (cell, _ctx, index) => cell.bytes(complaints[index % complaints.length]!.reason),
      details: (cell, _ctx, index) => cell.bytes(complaints[index % complaints.length]!.details),
      status(cell, { plan }, index) {
        if (!isHandled(plan, index)) cell.bytes(statuses.OPEN);
        else cell.bytes(isDismissed(index) ? statuses.DISMISSED : statuses.RESOLVED);
      },
      resolution(cell, { plan }, index) {
        if (!isHandled(plan, index)) cell.null();
        else cell.bytes(isDismissed(index) ? KEPT : TALKED);
      },
      resolvedById(cell, ctx, index) {
        if (!isHandled(ctx.plan, index)) cell.null();
        else userId(cell, ctx, 0);
      },
      resolvedAt: (cell, { plan }, index) => timeOrNull(cell, handledAt(plan, index)),
      createdAt: (cell, { plan }, index) => cell.time(reportedAt(plan, index)),
      updatedAt: (cell, { plan }, index) => cell.time(handledAt(plan, index) || reportedAt(plan, index)),
    },
  },
});

/** Of the comments at these distances, those that reply to somebody were reported by that somebody. */
const EVERY = 211;
const reasons = labels(ReportReason);
const complaints = [
  { reason: reasons.SPAM, details: Buffer.from('Reads like an advertisement.') },
  { reason: reasons.HARASSMENT, details: Buffer.from('This is about me and not about the subject.') },
  { reason: reasons.OFF_TOPIC, details: Buffer.from('Has nothing to do with the thread.') },
  { reason: reasons.MISINFORMATION, details: Buffer.from('The numbers are made up.') },
  { reason: reasons.OTHER, details: Buffer.from('Please have a look.') },
];
const statuses = labels(ReportStatus);
const TALKED = Buffer.from('Talked to the author.');
const KEPT = Buffer.from('Looked at it, and it may stay.');

const known = new WeakMap<LoadCommunityPlan, readonly number[]>();

/** The comments of a generated community that were reported. */
function reportedIn(plan: LoadCommunityPlan): readonly number[] {
  let found = known.get(plan);
  if (found === undefined) {
    const comments = Array.from(
      { length: Math.ceil((plan.commentPost.length - 1) / EVERY) },
      (_, n) => 1 + n * EVERY,
    );
    found = comments.filter((comment) => plan.commentParent.data[comment]! >= 0);
    known.set(plan, found);
  }
  return found;
}

function reportedAt(plan: LoadCommunityPlan, index: number): number {
  const comment = reportedIn(plan)[index]!;
  const at = plan.commentCreated.data[comment]! + (10 + (comment % 300)) * MINUTE_MS;
  return Math.min(at, plan.referenceMs);
}

/** What is older than three days has been handled; one in three was dismissed. */
function isHandled(plan: LoadCommunityPlan, index: number): boolean {
  return reportedAt(plan, index) < plan.referenceMs - 3 * DAY_MS;
}

function isDismissed(index: number): boolean {
  return index % 3 === 0;
}

/** 0 when it has not been. */
function handledAt(plan: LoadCommunityPlan, index: number): number {
  return isHandled(plan, index) ? reportedAt(plan, index) + 5 * HOUR_MS : 0;
}
