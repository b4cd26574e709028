import { at, atOrNull, defineFactory } from './factory.ts';
import { inCommunity, timeOrNull, userId } from './load-context.ts';

export const userAchievements = defineFactory('UserAchievement', {
  table: 'user_achievements',
  columns: {
    communityId: 'uuid',
    userId: 'uuid',
    achievementId: 'uuid',
    progress: 'int4',
    earnedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'userId', 'achievementId'],
  needs: ['users', 'achievements', 'user_statistics'],
  kind: 'dynamic',
  version: 3,
  count: (ctx) => ctx.plan.achievements.length,
  row(ctx, index) {
    const one = ctx.plan.achievements[index]!;
    return {
      communityId: ctx.spec.id,
      userId: ctx.plan.users[one.user]!.id,
      achievementId: ctx.id('achievements', one.achievement, ctx.calendar.openedAt),
      progress: one.progress,
      earnedAt: atOrNull(one.earnedAt),
      createdAt: at(one.startedAt),
      updatedAt: at(one.earnedAt ?? one.startedAt),
    };
  },
  generated: {
    perUser: 5.58,
    fromEconomy: true,
    count: ({ outcome }) => outcome.progress.user.length,
    cells: {
      communityId: inCommunity,
      userId: (cell, ctx, index) => userId(cell, ctx, ctx.outcome.progress.user.data[index]!),
      achievementId: (cell, { outcome, achievements }, index) =>
        cell.uuid(achievements[outcome.progress.achievement.data[index]!]!),
      progress: (cell, { outcome }, index) => cell.int4(outcome.progress.progress.data[index]!),
      earnedAt: (cell, { outcome }, index) => timeOrNull(cell, outcome.progress.earnedAt.data[index]!),
      createdAt: (cell, { outcome }, index) => cell.time(outcome.progress.begunAt.data[index]!),
      updatedAt: (cell, { outcome: { progress } }, index) =>
        cell.time(Math.max(progress.begunAt.data[index]!, progress.earnedAt.data[index]!)),
    },
  },
});
