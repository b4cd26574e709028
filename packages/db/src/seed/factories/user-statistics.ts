import type { Cell, WriteCell } from '@agora/seeding';
import { COMMENTS, counters, LIKES_GIVEN, LIKES_RECEIVED, POSTS, STREAK_DAYS } from '../../economy/index.ts';
import { at, atOrNull, defineFactory } from './factory.ts';
import { inCommunity, joinedAt, type LoadContext, userId } from './load-context.ts';

export const userStatistics = defineFactory('UserStatistics', {
  table: 'user_statistics',
  columns: {
    communityId: 'uuid',
    userId: 'uuid',
    posts: 'int4',
    comments: 'int4',
    likesGiven: 'int4',
    likesReceived: 'int4',
    streakDays: 'int4',
    lastActiveOn: 'date',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'userId'],
  needs: ['users', 'posts', 'comments', 'post_likes', 'comment_likes'],
  kind: 'dynamic',
  version: 3,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { id, joinedAt } = ctx.plan.users[index]!;
    const { counted, lastActiveOn, lastActAt } = ctx.plan.standing[index]!;
    return {
      communityId: ctx.spec.id,
      userId: id,
      posts: counted.posts,
      comments: counted.comments,
      likesGiven: counted.likesGiven,
      likesReceived: counted.likesReceived,
      streakDays: counted.streakDays,
      lastActiveOn: atOrNull(lastActiveOn),
      createdAt: at(joinedAt),
      updatedAt: at(lastActAt),
    };
  },
  generated: {
    perUser: 1,
    fromEconomy: true,
    count: ({ plan }) => plan.users,
    cells: {
      communityId: inCommunity,
      userId,
      posts: counter(POSTS),
      comments: counter(COMMENTS),
      likesGiven: counter(LIKES_GIVEN),
      likesReceived: counter(LIKES_RECEIVED),
      streakDays: counter(STREAK_DAYS),
      lastActiveOn(cell, { outcome }, user) {
        const day = outcome.standing.lastActiveDay[user]!;
        if (day < 0) cell.null();
        else cell.day(day);
      },
      createdAt: joinedAt,
      updatedAt: (cell, { outcome }, user) => cell.time(outcome.standing.lastActAt[user]!),
    },
  },
});

function counter(position: number): WriteCell<Cell<'int4'>, LoadContext> {
  return (cell, { outcome }, user) =>
    cell.int4(outcome.standing.counters[user * counters.length + position]!);
}
