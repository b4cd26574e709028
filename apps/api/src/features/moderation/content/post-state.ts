import type { CommunityTransaction, HoldReason, PostStatus } from '@agora/db';
import { z } from 'zod';
import { postStatus } from '../../../domain/content.ts';
import { id, slug } from '../../../domain/values.ts';

export const holdReason = z.enum(['FLOOD', 'NEW_MEMBER'] satisfies HoldReason[]);

/** What moderators change of a post. */
export interface PostState {
  readonly status: PostStatus;
  readonly pinned: boolean;
  readonly channelId: string;
  /** Slugs, sorted. */
  readonly tags: readonly string[];
  readonly locked: boolean;
  readonly slowSeconds: number | null;
  /** Why it waits for a moderator; null: it does not. */
  readonly hold: HoldReason | null;
}

/** A part of it, as the log keeps it. */
export const postChange = z
  .object({
    status: postStatus,
    pinned: z.boolean(),
    channelId: id,
    tags: z.array(slug),
    locked: z.boolean(),
    slowSeconds: z.int().nullable(),
    hold: holdReason.nullable(),
  })
  .partial();

/** What of a post moderators change, as it is; the post is locked. */
export async function readPostState(
  transaction: CommunityTransaction,
  { communityId, postId }: { readonly communityId: string; readonly postId: string },
): Promise<PostState> {
  const { tags, hold, ...state } = await transaction.post.findUniqueOrThrow({
    where: { communityId_id: { communityId, id: postId } },
    select: {
      status: true,
      pinned: true,
      channelId: true,
      locked: true,
      slowSeconds: true,
      tags: { select: { tag: { select: { slug: true } } } },
      hold: { select: { reason: true } },
    },
  });
  return { ...state, tags: tags.map(({ tag }) => tag.slug).toSorted(), hold: hold?.reason ?? null };
}

/** The parts of a change in which it differs from how things are, and how they are there. */
export function differing(
  now: PostState,
  change: Partial<PostState>,
): { readonly before: Partial<PostState>; readonly after: Partial<PostState> } {
  const was = new Map<string, unknown>(Object.entries(now));
  const parts = Object.entries(change).filter(
    ([part, value]) => value !== undefined && !same(was.get(part), value),
  );
  return {
    before: Object.fromEntries(parts.map(([part]) => [part, was.get(part)])),
    after: Object.fromEntries(parts),
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
