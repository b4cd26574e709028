import { at, atOrNull, defineFactory } from './factory.ts';

export const userStatistics = defineFactory({
  entity: 'user_statistics',
  table: 'user_statistics',
  columns: [
    'community_id',
    'user_id',
    'posts',
    'comments',
    'likes_given',
    'likes_received',
    'streak_days',
    'last_active_on',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'user_id'],
  needs: ['users', 'posts', 'comments', 'post_likes', 'comment_likes'],
  kind: 'dynamic',
  version: 3,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { id, joinedAt } = ctx.plan.users[index]!;
    const { counted, lastActiveOn, lastActAt } = ctx.plan.standing[index]!;
    return {
      community_id: ctx.spec.id,
      user_id: id,
      posts: counted.posts,
      comments: counted.comments,
      likes_given: counted.likesGiven,
      likes_received: counted.likesReceived,
      streak_days: counted.streakDays,
      last_active_on: atOrNull(lastActiveOn),
      created_at: at(joinedAt),
      updated_at: at(lastActAt),
    };
  },
});
