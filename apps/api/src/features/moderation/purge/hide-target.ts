import type { PurgeKind } from '@agora/db';
import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { lockActor, outranks } from '../../../domain/acting/lock-actor.ts';
import { lockPostSql } from '../../../domain/acting/lock-post.sql.ts';
import { accepted, refusal } from '../../../domain/outcome.ts';
import { lockThreadSql } from '../../../domain/threads/lock-thread.sql.ts';
import { setCommentStatusSql } from '../../../domain/threads/set-comment-status.sql.ts';
import { endHolds } from './end-holds.ts';
import { recountAuthor } from '../content/recount-author.ts';

const refusals = {
  'auth.forbidden': 'Only administrators may do this.',
  'ban.not_allowed': 'An administrator is purged once they are none.',
} as const;

/**
 * Locks what is to be purged, and who asks, and takes a post or a comment out of sight, with every counter.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`, `ban.not_allowed`
 */
export async function hideTarget(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  { kind, targetId }: { readonly kind: PurgeKind; readonly targetId: string },
): Promise<void> {
  const { communityId } = viewer;
  const where = { communityId_id: { communityId, id: targetId } };
  if (kind === 'POST') {
    const [post] = await run(lockPostSql({ communityId, postId: targetId }));
    const others = post === undefined ? [] : [post.authorId];
    await lockActor(run, viewer, { least: 'ADMIN', others, refusals });
    if (post === undefined) throw refusal('resource.not_found');
    await endHolds(transaction, { communityId, id: targetId });
    if (post.status === 'HIDDEN' || post.status === 'DRAFT') return;
    await transaction.post.update({ where, data: { status: 'HIDDEN' }, select: { id: true } });
    await recountAuthor(run, communityId, post.authorId);
    return;
  }
  if (kind === 'COMMENT') {
    const act = { ...viewer, commentId: targetId, status: 'HIDDEN' as const };
    await run(lockThreadSql(act));
    const comment = await transaction.comment.findUnique({ where, select: { status: true, authorId: true } });
    const others = comment === null ? [] : [comment.authorId];
    await lockActor(run, viewer, { least: 'ADMIN', others, refusals });
    if (comment === null) throw refusal('resource.not_found');
    await endHolds(transaction, { communityId, id: targetId });
    if (comment.status !== 'PUBLISHED') return;
    accepted((await run(setCommentStatusSql(act)))[0]);
    await recountAuthor(run, communityId, comment.authorId);
    return;
  }
  const others = kind === 'PERSON' ? [targetId] : [];
  const { actor, people } = await lockActor(run, viewer, { least: 'ADMIN', others, refusals });
  if (kind === 'REVISION') return;
  const target = people.get(targetId);
  if (target === undefined) throw refusal('resource.not_found');
  if (!outranks(actor, target)) throw refusal('ban.not_allowed', refusals);
}
