import { channelId } from './channels.ts';
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
  version: 2,
  count: (ctx) => ctx.plan.posts.length,
  row(ctx, index) {
    const post = ctx.plan.posts[index]!;
    const random = ctx.random('posts', index);
    return {
      community_id: ctx.spec.id,
      id: post.id,
      channel_id: channelId(ctx, post.channel),
      author_id: ctx.plan.users[post.author]!.id,
      title: post.text.title,
      body: post.text.body,
      status: post.text.status ?? 'PUBLISHED',
      pinned: post.text.pinned ?? false,
      view_count: post.likes * 9 + post.comments * 11 + Math.round(random.logNormal(40, 0.6)),
      like_count: post.likes,
      comment_count: post.comments,
      last_activity_at: at(post.lastActivityAt),
      edited_at: atOrNull(post.editedAt),
      created_at: at(post.createdAt),
      updated_at: at(Math.max(post.lastActivityAt, post.editedAt ?? 0)),
    };
  },
});
