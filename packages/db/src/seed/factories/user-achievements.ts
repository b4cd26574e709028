import { at, atOrNull, defineFactory } from './factory.ts';

export const userAchievements = defineFactory({
  entity: 'user_achievements',
  table: 'user_achievements',
  columns: ['community_id', 'user_id', 'achievement_id', 'progress', 'earned_at', 'created_at', 'updated_at'],
  key: ['community_id', 'user_id', 'achievement_id'],
  needs: ['users', 'achievements', 'user_statistics'],
  kind: 'dynamic',
  version: 3,
  count: (ctx) => ctx.plan.achievements.length,
  row(ctx, index) {
    const one = ctx.plan.achievements[index]!;
    return {
      community_id: ctx.spec.id,
      user_id: ctx.plan.users[one.user]!.id,
      achievement_id: ctx.id('achievements', one.achievement, ctx.calendar.openedAt),
      progress: one.progress,
      earned_at: atOrNull(one.earnedAt),
      created_at: at(one.startedAt),
      updated_at: at(one.earnedAt ?? one.startedAt),
    };
  },
});
