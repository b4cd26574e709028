import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { lockPostSql } from '../../../domain/acting/lock-post.sql.ts';
import { tellAuthor } from '../../../domain/acting/tell-author.ts';
import { noticesOf } from '../../../domain/member-limits/mentions.ts';
import { refusal } from '../../../domain/outcome.ts';
import { awardPostSql } from '../../../domain/standing/award-post.sql.ts';
import { tellMentionedSql } from '../../../domain/threads/tell-mentioned.sql.ts';
import { versionAfter } from '../../../domain/version.ts';
import { moderatorsOnly as refusals } from '../moderators.ts';
import { differing, type PostState, readPostState } from './post-state.ts';
import { recountAuthor } from './recount-author.ts';

/** A post, locked, and its author, too. */
export interface LockedPost {
  readonly state: PostState;
  /** Changes some of it, and all that follows from that. Returns what was before, and is now; both empty: nothing changed. */
  readonly change: (
    wanted: Partial<PostState>,
  ) => Promise<{ readonly before: Partial<PostState>; readonly after: Partial<PostState> }>;
}

/**
 * Locks a post for a moderator.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `resource.not_found`
 */
export async function lockPostToModerate(
  transaction: CommunityTransaction,
  run: RunInPrisma,
  viewer: Viewer,
  postId: string,
): Promise<LockedPost> {
  const { communityId } = viewer;
  const [post] = await run(lockPostSql({ communityId, postId }));
  const others = post === undefined ? [] : [post.authorId];
  const { people } = await lockActor(run, viewer, { least: 'MODERATOR', others, refusals });
  if (post === undefined || post.status === 'DRAFT') throw refusal('resource.not_found');
  const state = await readPostState(transaction, { communityId, postId });
  const where = { communityId_id: { communityId, id: postId } };
  return {
    state,
    async change(wanted) {
      // Whoever shows a post has looked at it.
      const released = wanted.status === 'PUBLISHED' && state.hold !== null ? { hold: null } : {};
      const { before, after } = differing(state, { ...wanted, ...released });
      if (Object.keys(after).length === 0) return { before, after };
      const { status, pinned, channelId, locked, slowSeconds, tags, hold } = after;
      await transaction.post.update({
        where,
        data: { status, pinned, channelId, locked, slowSeconds, updatedAt: versionAfter(post.updatedAt) },
        select: { id: true },
      });
      if (tags !== undefined) await retag(transaction, { communityId, postId }, tags);
      if (hold !== undefined) {
        await transaction.hold.deleteMany({ where: { communityId, postId } });
        if (hold !== null) {
          const data = { communityId, postId, reason: hold };
          await transaction.hold.create({ data, select: { postId: true } });
        }
        // Nobody has seen it until now.
        if (status === 'PUBLISHED') {
          const { authorId } = post;
          await run(awardPostSql({ communityId, postId, authorId, entryId: uuid7() }));
          const { body } = await transaction.post.findUniqueOrThrow({ where, select: { body: true } });
          await run(tellMentionedSql({ communityId, postId, userId: authorId, ...noticesOf(body) }));
        }
      }
      if (status !== undefined || channelId !== undefined) {
        await tellAuthor(transaction, viewer, people.get(post.authorId), { postId });
      }
      if (status !== undefined) await recountAuthor(run, communityId, post.authorId);
      return { before, after };
    },
  };
}

async function retag(
  transaction: CommunityTransaction,
  { communityId, postId }: { readonly communityId: string; readonly postId: string },
  slugs: readonly string[],
): Promise<void> {
  const wanted = await transaction.tag.findMany({
    where: { communityId, slug: { in: [...slugs] } },
    select: { id: true },
  });
  if (wanted.length !== new Set(slugs).size) throw refusal('post.unknown_tag');
  const tagIds = wanted.map((tag) => tag.id);
  await transaction.postTag.deleteMany({ where: { communityId, postId, tagId: { notIn: tagIds } } });
  await transaction.postTag.createMany({
    data: tagIds.map((tagId) => ({ communityId, postId, tagId })),
    skipDuplicates: true,
  });
}
