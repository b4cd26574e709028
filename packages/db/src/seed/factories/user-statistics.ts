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
    const statistics = ctx.plan.statistics[index]!;
    return {
      community_id: ctx.spec.id,
      user_id: id,
      posts: statistics.posts,
      comments: statistics.comments,
      likes_given: statistics.likesGiven,
      likes_received: statistics.likesReceived,
      streak_days: statistics.streakDays,
      last_active_on: atOrNull(statistics.lastActiveOn),
      created_at: at(joinedAt),
      updated_at: at(statistics.lastActionAt),
    };
  },
});
