import type { CommunityTransaction } from '@agora/db';
import { ApiError, found } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Database } from '../../database/database.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { Ban, Report } from './schema.ts';

const person = { select: { id: true, username: true } } as const;
const include = { reporter: person, reportedUser: person, resolvedBy: person } as const;

type Row = Awaited<ReturnType<typeof readReports>>[number];

/** Whether the viewer moderates the community, as the database has it now. */
export async function requireModerator(transaction: CommunityTransaction, viewer: Viewer): Promise<void> {
  const user = await transaction.user.findUnique({
    where: { communityId_id: { communityId: viewer.communityId, id: viewer.userId } },
    select: { role: true, status: true },
  });
  if (user === null || user.status !== 'ACTIVE' || user.role === 'MEMBER') {
    throw new ApiError('auth.forbidden', 'Only moderators may do this.');
  }
}

function readReports(
  transaction: CommunityTransaction,
  communityId: string,
  status: Report['status'],
  take: number,
  after: string | undefined,
) {
  return transaction.report.findMany({
    where: { communityId, status, ...(after === undefined ? {} : { id: { gt: after } }) },
    include,
    orderBy: { id: 'asc' },
    take,
  });
}

function toReport(row: Row): Report {
  return {
    id: row.id,
    reporter: row.reporter,
    postId: row.postId,
    commentId: row.commentId,
    reportedUser: row.reportedUser,
    reason: row.reason,
    details: row.details,
    status: row.status,
    resolution: row.resolution,
    resolvedBy: row.resolvedBy,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Reports of one status, the oldest first, one more than `limit` if there are more. */
export function listReports(
  database: Database,
  viewer: Viewer,
  options: { status: Report['status']; limit: number; after: string | undefined },
): Promise<Report[]> {
  return database.for(viewer).prismaTransaction(async (transaction) => {
    await requireModerator(transaction, viewer);
    const { status, limit, after } = options;
    return (await readReports(transaction, viewer.communityId, status, limit + 1, after)).map(toReport);
  });
}

/**
 * Closes an open report, and writes it into the log. The same decision again changes nothing, so that it may be sent again.
 * @throws ApiError `report.closed` when it has been decided otherwise, or another moderator was faster
 */
export function decideReport(
  database: Database,
  viewer: Viewer,
  id: string,
  decision: { status: 'RESOLVED' | 'DISMISSED'; resolution: string },
): Promise<Report> {
  const { communityId, userId } = viewer;
  return database.for(viewer).prismaTransaction(async (transaction) => {
    await requireModerator(transaction, viewer);
    const { count } = await transaction.report.updateMany({
      where: { communityId, id, status: 'OPEN' },
      data: { ...decision, resolvedById: userId, resolvedAt: new Date() },
    });
    const row = await transaction.report.findUnique({
      where: { communityId_id: { communityId, id } },
      include,
    });
    const report = toReport(found(row ?? undefined, 'report'));
    if (count === 0) {
      const own = report.resolvedBy?.id === userId;
      if (own && report.status === decision.status && report.resolution === decision.resolution)
        return report;
      throw new ApiError(
        'report.closed',
        `${own ? 'You have' : 'Another moderator has'} handled this report.`,
      );
    }
    await transaction.moderationEntry.create({
      data: {
        communityId,
        id: uuid7(),
        moderatorId: userId,
        action: 'report.decide',
        targetId: id,
        details: decision,
      },
    });
    return report;
  });
}

/** Bans, the latest first, one more than `limit` if there are more. */
export function listBans(
  database: Database,
  viewer: Viewer,
  options: { user: string | undefined; limit: number; after: string | undefined },
): Promise<Ban[]> {
  const { communityId } = viewer;
  return database.for(viewer).prismaTransaction(async (transaction) => {
    await requireModerator(transaction, viewer);
    const { user, limit, after } = options;
    const rows = await transaction.ban.findMany({
      where: {
        communityId,
        ...(user === undefined ? {} : { user: { username: user } }),
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      include: { user: person },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map((row) => ({
      id: row.id,
      user: row.user.username,
      reason: row.reason,
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt?.toISOString() ?? null,
      liftedAt: row.liftedAt?.toISOString() ?? null,
    }));
  });
}

/** The log of what moderators did, the latest first, one more than `limit` if there is more. */
export function listModeration(
  database: Database,
  viewer: Viewer,
  options: { limit: number; after: string | undefined },
) {
  return database.for(viewer).prismaTransaction(async (transaction) => {
    await requireModerator(transaction, viewer);
    const { limit, after } = options;
    const rows = await transaction.moderationEntry.findMany({
      where: { communityId: viewer.communityId, ...(after === undefined ? {} : { id: { lt: after } }) },
      include: { moderator: person },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(({ id, moderator, action, targetId, details, createdAt }) => ({
      id,
      moderator,
      action,
      targetId,
      details: typeof details === 'object' && details !== null && !Array.isArray(details) ? details : {},
      createdAt: createdAt.toISOString(),
    }));
  });
}
