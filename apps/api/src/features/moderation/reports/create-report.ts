import type { CommunityTransaction, Prisma } from '@agora/db';
import { z } from 'zod';
import { uuid7 } from '../../../database/uuid7.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { username } from '../../../domain/people.ts';
import { shownUser } from '../../../domain/shown-users.ts';
import { text } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { idempotencyHeaders, onceWithPrisma } from '../../../http/idempotency/idempotency.ts';
import { operation } from '../../../http/operation.ts';
import { type ReportCopy, reportReason } from './report.ts';

const newReport = z
  .strictObject({
    postId: id.optional(),
    commentId: id.optional(),
    user: username.optional().describe('Username'),
    reason: reportReason,
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

const madeReport = z.object({ id, status: z.literal('OPEN') }).meta({ id: 'MadeReport' });

/** About what the reporter can see, did not make, and has no open report about. */
export const createReport = operation({
  id: 'createReport',
  method: 'POST',
  path: '/reports',
  tag: 'moderation',
  summary: 'Report a post, a comment or a user',
  login: 'required',
  headers: idempotencyHeaders,
  body: newReport,
  answers: { 201: madeReport },
  refusals: [409],
  async handle(asked, { members }) {
    await members.take(asked, 'reports');
    return onceWithPrisma(asked, async (transaction, run) => {
      const { viewer, body } = asked;
      const { communityId, userId } = viewer;
      const what = body.user !== undefined ? 'user' : body.commentId !== undefined ? 'comment' : 'post';
      const refusals = {
        'resource.not_found': `No such ${what}.`,
        'conflict.duplicate': `You have reported this ${what} already, and it is still looked at.`,
      };
      // Of two at once, the second sees the first.
      await lockActor(run, viewer, { least: 'MEMBER' });
      const target = await targetOf(transaction, communityId, body);
      if (target === undefined) throw refusal('resource.not_found', refusals);
      if (target.madeBy === userId) throw refusal('report.own');
      const about = { communityId, reporterId: userId, ...target.reported };
      const open = await transaction.report.findFirst({
        where: { ...about, status: 'OPEN' },
        select: { id: true },
      });
      if (open !== null) throw refusal('conflict.duplicate', refusals);
      const { reason, details } = body;
      const { id: made } = await transaction.report.create({
        data: { ...about, id: uuid7(), reason, details, copy: target.copy },
        select: { id: true },
      });
      return { id: made, status: 'OPEN' as const };
    });
  },
});

/** What is reported, in the column that names it, and whose it is. */
interface Target {
  readonly reported:
    | { readonly postId: string }
    | { readonly commentId: string }
    | { readonly reportedUserId: string };
  readonly madeBy: string;
  /** As it is now: what moderators look at may have been edited since. */
  readonly copy: ReportCopy;
}

/** What a report is about, if it is shown. */
async function targetOf(
  transaction: CommunityTransaction,
  communityId: string,
  { postId, commentId, user: named }: z.output<typeof newReport>,
): Promise<Target | undefined> {
  const shownPost = { status: { in: ['PUBLISHED', 'ARCHIVED'] } } satisfies Prisma.PostWhereInput;
  if (postId !== undefined) {
    const where = { communityId, id: postId, ...shownPost };
    const post = await transaction.post.findFirst({
      where,
      select: { authorId: true, title: true, body: true },
    });
    if (post === null) return undefined;
    const { authorId, ...copy } = post;
    return { reported: { postId }, madeBy: authorId, copy };
  }
  if (commentId !== undefined) {
    const comment = await transaction.comment.findFirst({
      where: { communityId, id: commentId, status: 'PUBLISHED', post: shownPost },
      select: { authorId: true, body: true },
    });
    if (comment === null) return undefined;
    const { authorId, ...copy } = comment;
    return { reported: { commentId }, madeBy: authorId, copy };
  }
  const where = { ...shownUser, communityId, username: named ?? '' };
  const user = await transaction.user.findFirst({
    where,
    select: { id: true, username: true, displayName: true, bio: true, avatar: true },
  });
  if (user === null) return undefined;
  const { id: reportedUserId, ...copy } = user;
  return { reported: { reportedUserId }, madeBy: reportedUserId, copy };
}
