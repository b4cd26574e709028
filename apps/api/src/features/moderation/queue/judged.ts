import type { CommunityTransaction, HoldReason, Prisma } from '@agora/db';
import { z } from 'zod';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { type LockedPost, lockPostToModerate } from '../content/change-post.ts';
import { setCommentStatus } from '../content/set-comment-status.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';

const judgedKind = z.enum(['POST', 'COMMENT', 'USER']);

/** What waits in the queue, locked, and who asks, too. */
export interface Judged {
  readonly kind: z.output<typeof judgedKind>;
  /** The reports of it, for Prisma's `where`. */
  readonly reports: Prisma.ReportWhereInput;
  readonly post?: LockedPost;
  readonly status?: string;
  /** Why it waits, other than for its reports. */
  readonly hold: HoldReason | null;
  /** Hides a comment, or shows it again. */
  readonly setStatus?: (status: 'PUBLISHED' | 'HIDDEN') => Promise<void>;
}

/**
 * Locks what an id of the queue names.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`
 */
export async function lockJudged(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  targetId: string,
): Promise<Judged> {
  const { communityId } = viewer;
  const where = { communityId_id: { communityId, id: targetId } };
  const select = { id: true } as const;
  if ((await transaction.post.findUnique({ where, select })) !== null) {
    const post = await lockPostToModerate(transaction, run, viewer, targetId);
    const { status, hold } = post.state;
    return { kind: 'POST', reports: { communityId, postId: targetId }, post, status, hold };
  }
  const act = { ...viewer, commentId: targetId };
  await run(lockThreadSql(act));
  const comment = await transaction.comment.findUnique({
    where,
    select: { status: true, authorId: true, hold: { select: { reason: true } } },
  });
  const others = comment === null ? [] : [comment.authorId];
  await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
  if (comment === null)
    return { kind: 'USER', reports: { communityId, reportedUserId: targetId }, hold: null };
  return {
    kind: 'COMMENT',
    reports: { communityId, commentId: targetId },
    status: comment.status,
    hold: comment.hold?.reason ?? null,
    setStatus: (status) => setCommentStatus(transaction, run, viewer, { commentId: targetId, status }),
  };
}
