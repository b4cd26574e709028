import { channelId } from './channels.ts';
import { DAY_MS } from '../values/calendar.ts';
import type { PlannedPost } from '../plan/model/forum-plan.ts';
import { at, atOrNull, defineFactory } from './factory.ts';

export const posts = defineFactory({
  entity: 'posts',
  table: 'posts',
  columns: [
    'community_id',
    'id',
    'channel_id',
    'author_id',
    'title',
    'body',
    'status',
    'pinned',
    'view_count',
    'like_count',
    'comment_count',
    'last_activity_at',
    'edited_at',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['channels', 'users'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.posts.length,
  row(ctx, index) {
    const post = ctx.plan.posts[index]!;
    const random = ctx.random('posts', post.key);
    return {
      community_id: ctx.spec.id,
      id: post.id,
      channel_id: channelId(ctx, post.channel),
      author_id: ctx.plan.users[post.author]!.id,
      title: post.text.title,
      body: post.text.body,
      status: post.text.status ?? 'PUBLISHED',
      pinned: post.text.pinned ?? false,
      view_count: views(post, ctx.calendar.referenceMs, random.logNormal(40, 0.6)),
      like_count: post.likes,
      comment_count: post.comments,
      last_activity_at: at(post.lastActivityAt),
      edited_at: atOrNull(post.editedAt),
      created_at: at(post.createdAt),
      updated_at: at(Math.max(post.lastActivityAt, post.editedAt ?? 0)),
    };
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
