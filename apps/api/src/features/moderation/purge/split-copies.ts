import type { PurgeKind } from '@agora/db';
import { z } from 'zod';
import type { Forum } from '../../../database/forum.ts';

/** What is purged, and of what kind. */
export interface PurgeTarget {
  readonly kind: PurgeKind;
  readonly targetId: string;
}

const split = z.object({ opening: z.guid(), post: z.guid() });

/**
 * What says the same as a comment, a post or a revision because a thread was split: the comment that opened the new post stays where
 * it was, hidden. The acts in the log name both.
 */
export async function splitCopies(
  { prisma }: Forum,
  communityId: string,
  { kind, targetId }: PurgeTarget,
): Promise<readonly PurgeTarget[]> {
  if (kind === 'REVISION') return copiesOfRevision(prisma, communityId, targetId);
  if (kind === 'PERSON') return [];
  const acts = await splits(prisma, communityId, kind === 'POST' ? 'post' : 'opening', targetId);
  return acts.map(({ opening, post }) =>
    kind === 'POST' ? { kind: 'COMMENT', targetId: opening } : { kind: 'POST', targetId: post },
  );
}

/** The splits that made a post, or that a comment opened another post by. */
async function splits(
  prisma: Forum['prisma'],
  communityId: string,
  part: 'post' | 'opening',
  id: string,
): Promise<readonly z.output<typeof split>[]> {
  const acts = await prisma.moderationEntry.findMany({
    where: { communityId, action: 'post.split', details: { path: [part], equals: id } },
    select: { details: true },
  });
  return acts.map(({ details }) => split.parse(details));
}

/**
 * What was said before an edit stands still where the thread was split: in the comment that opened the post, or in a revision
 * of the other one of the two.
 */
async function copiesOfRevision(
  prisma: Forum['prisma'],
  communityId: string,
  id: string,
): Promise<readonly PurgeTarget[]> {
  const where = { communityId_id: { communityId, id } };
  const ofPost = await prisma.postRevision.findUnique({ where, select: { postId: true, body: true } });
  if (ofPost !== null) {
    const { body } = ofPost;
    const openings = (await splits(prisma, communityId, 'post', ofPost.postId)).map(({ opening }) => opening);
    const copied = { communityId, body };
    const [comments, revisions] = await Promise.all([
      prisma.comment.findMany({ where: { ...copied, id: { in: openings } }, select: { id: true } }),
      prisma.commentRevision.findMany({
        where: { ...copied, commentId: { in: openings } },
        select: { id: true },
      }),
    ]);
    return [...targets('COMMENT', comments), ...targets('REVISION', revisions)];
  }
  const ofComment = await prisma.commentRevision.findUnique({
    where,
    select: { commentId: true, body: true },
  });
  if (ofComment === null) return [];
  const posts = (await splits(prisma, communityId, 'opening', ofComment.commentId)).map(({ post }) => post);
  const copied = { communityId, body: ofComment.body, postId: { in: posts } };
  return targets('REVISION', await prisma.postRevision.findMany({ where: copied, select: { id: true } }));
}

const targets = (kind: PurgeKind, rows: readonly { readonly id: string }[]): PurgeTarget[] =>
  rows.map(({ id }) => ({ kind, targetId: id }));
