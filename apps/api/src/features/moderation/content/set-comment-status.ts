import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { noticesOf } from '../../../domain/member-limits/mentions.ts';
import { accepted } from '../../../domain/outcome.ts';
import { awardCommentSql } from '../../../domain/standing/award-comment.sql.ts';
import { setCommentStatusSql } from '../../../domain/threads/set-comment-status.sql.ts';
import { followersAtOnce } from '../../../domain/announcing/followers-at-once.ts';
import { tellFollowersSql } from '../../../domain/announcing/tell-followers.sql.ts';
import { tellOfCommentSql } from '../../../domain/threads/tell-of-comment.sql.ts';
import { moderatorsOnly } from '../moderators.ts';
import { recountAuthor } from './recount-author.ts';

/**
 * Hides a comment, or shows it again, and counts what follows; its thread is locked. One that waited for a moderator, and is
 * shown, earns and is told of as if it had just been written.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`
 */
export async function setCommentStatus(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  { commentId, status }: { readonly commentId: string; readonly status: 'PUBLISHED' | 'HIDDEN' },
): Promise<void> {
  const { communityId } = viewer;
  const { wasHeld } = accepted(
    (await run(setCommentStatusSql({ ...viewer, commentId, status })))[0],
    moderatorsOnly,
  );
  const { authorId, body } = await transaction.comment.findUniqueOrThrow({
    where: { communityId_id: { communityId, id: commentId } },
    select: { authorId: true, body: true },
  });
  if (wasHeld && status === 'PUBLISHED') {
    await run(awardCommentSql({ communityId, authorId, entryId: uuid7(), commentId }));
    await run(tellOfCommentSql({ communityId, commentId, ...noticesOf(body), noticeId: uuid7() }));
    await run(tellFollowersSql({ communityId, commentId, noticeId: uuid7(), most: followersAtOnce }));
  }
  await recountAuthor(run, communityId, authorId);
}
