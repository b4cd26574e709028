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
 * What says the same as a comment or a post because a thread was split: the comment that opened the new post stays where
 * it was, hidden. The acts in the log name both.
 */
export async function splitCopies(
  { prisma }: Forum,
  communityId: string,
  { kind, targetId }: PurgeTarget,
): Promise<readonly PurgeTarget[]> {
  if (kind !== 'POST' && kind !== 'COMMENT') return [];
  const path = [kind === 'POST' ? 'post' : 'opening'];
  const acts = await prisma.moderationEntry.findMany({
    where: { communityId, action: 'post.split', details: { path, equals: targetId } },
    select: { details: true },
  });
  return acts.map(({ details }) => {
    const { opening, post } = split.parse(details);
    return kind === 'POST' ? { kind: 'COMMENT', targetId: opening } : { kind: 'POST', targetId: post };
  });
}
