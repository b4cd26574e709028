import { PostStatus } from '../../generated/prisma/enums.ts';
import {
  type LoadCommunityPlan,
  POST_ARCHIVED,
  POST_HIDDEN,
  POST_PUBLISHED,
} from '../simulation/community-plan.ts';
import { channelId } from './channels.ts';
import { DAY_MS, MINUTE_MS } from '../values/calendar.ts';
import type { PlannedPost } from '../plan/model/forum-plan.ts';
import { at, atOrNull, defineFactory } from './factory.ts';
import { inCommunity, labels, postId, timeOrNull, userId } from './load-context.ts';

export const posts = defineFactory('Post', {
  table: 'posts',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    channelId: 'uuid',
    authorId: 'uuid',
    title: 'text',
    body: 'text',
    status: 'label',
    pinned: 'bool',
    viewCount: 'int4',
    likeCount: 'int4',
    commentCount: 'int4',
    lastActivityAt: 'timestamptz',
    editedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['channels', 'users'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.posts.length,
  row(ctx, index) {
    const post = ctx.plan.posts[index]!;
    const random = ctx.random('posts', post.key);
    return {
      communityId: ctx.spec.id,
      id: post.id,
      channelId: channelId(ctx, post.channel),
      authorId: ctx.plan.users[post.author]!.id,
      title: post.text.title,
      body: post.text.body,
      status: post.text.status ?? PostStatus.PUBLISHED,
      pinned: post.text.pinned ?? false,
      viewCount: views(post, ctx.calendar.referenceMs, random.logNormal(45, 1.5)),
      likeCount: post.likes,
      commentCount: post.comments,
      lastActivityAt: at(post.lastActivityAt),
      editedAt: atOrNull(post.editedAt),
      createdAt: at(post.createdAt),
      updatedAt: at(Math.max(post.lastActivityAt, post.editedAt ?? 0)),
    };
  },
  generated: {
    perUser: 2.5,
    // Dear by their full-text column.
    cost: 14,
    count: ({ plan }) => plan.posts,
    cells: {
      communityId: inCommunity,
      id: postId,
      channelId: (cell, { plan, channels }, post) => cell.uuid(channels[plan.postChannel[post]!]!),
      authorId: (cell, ctx, post) => userId(cell, ctx, ctx.plan.postAuthor[post]!),
      title(cell, { texts }, post) {
        const begun = cell.begin();
        texts.title(cell, post);
        cell.end(begun);
      },
      body(cell, { texts }, post) {
        const begun = cell.begin();
        texts.postBody(cell, post);
        cell.end(begun);
      },
      status: (cell, { plan }, post) => cell.bytes(statuses[plan.postStatus[post]!]!),
      pinned: (cell, _ctx, post) => cell.bool(post === 0),
      viewCount: (cell, { plan }, post) =>
        cell.int4(plan.postLikes[post]! * 11 + plan.postComments[post]! * 13 + (post % 97)),
      likeCount: (cell, { plan }, post) => cell.int4(plan.postLikes[post]!),
      commentCount: (cell, { plan }, post) => cell.int4(plan.postComments[post]!),
      lastActivityAt: (cell, { plan }, post) => cell.time(plan.postActive[post]!),
      editedAt(cell, { plan }, post) {
        timeOrNull(cell, wasEdited(post) ? editedAt(plan, post) : 0);
      },
      createdAt: (cell, { plan }, post) => cell.time(plan.postCreated[post]!),
      updatedAt: (cell, { plan }, post) =>
        cell.time(Math.max(plan.postActive[post]!, wasEdited(post) ? editedAt(plan, post) : 0)),
    },
  },
});

/** Half-life of the attention that a thread gets, in days. */
const HALF_LIFE_DAYS = 6;
/** How much more often a thread is read that stands above all others. */
const PINNED = 3;

/**
 * Readings by members and strangers: the more the livelier the thread, most of them in its first days. Attention
 * decays by half-lives (Wu and Huberman: "Novelty and collective attention", PNAS 104(45), 2007).
 * @param passing strangers who came by without a trace
 */
function views(post: PlannedPost, referenceMs: number, passing: number): number {
  const days = ((post.hiddenAt ?? referenceMs) - post.createdAt) / DAY_MS;
  const seen = 1 - 2 ** (-days / HALF_LIFE_DAYS);
  const known = post.likes * 3 + post.comments * 3;
  const strangers = post.likes * 6 + post.comments * 8 + passing;
  return Math.round((known + strangers * seen) * (post.text.pinned ? PINNED : 1));
}

/** Written as a plan's numbers have them. */
const written = labels(PostStatus);
const statuses: Readonly<Record<number, Buffer>> = {
  [POST_PUBLISHED]: written.PUBLISHED,
  [POST_HIDDEN]: written.HIDDEN,
  [POST_ARCHIVED]: written.ARCHIVED,
};

/** One generated post in so many was edited, within the hour, before its author or the forum's time was over. */
const EDITED_EVERY = 9;
const EDITED_FIRST = 4;

function wasEdited(post: number): boolean {
  return post % EDITED_EVERY === EDITED_FIRST;
}

/** How many of so many generated posts were edited. */
export function editedIn(posts: number): number {
  return Math.floor((posts + EDITED_EVERY - 1 - EDITED_FIRST) / EDITED_EVERY);
}

/** Which post an edit is of. */
export function editedPost(edit: number): number {
  return edit * EDITED_EVERY + EDITED_FIRST;
}

export function editedAt(plan: LoadCommunityPlan, post: number): number {
  const created = plan.postCreated[post]!;
  const end = Math.min(plan.referenceMs, plan.bannedFrom[plan.postAuthor[post]!]! - 1);
  return Math.min(created + MINUTE_MS * (1 + (post % 59)), Math.max(end, created));
}
