import { at, defineFactory } from './factory.ts';
import { inCommunity, postId, userId } from './load-context.ts';

/** In a load every so manieth like comes of somebody who follows the thread as well. */
const LIKES_A_FOLLOW = 10;

export const postFollows = defineFactory('PostFollow', {
  table: 'post_follows',
  columns: {
    communityId: 'uuid',
    postId: 'uuid',
    userId: 'uuid',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'postId', 'userId'],
  needs: ['posts', 'users'],
  kind: 'sample',
  personOf: 'userId',
  version: 1,
  count: (ctx) => ctx.plan.follows.length,
  row(ctx, index) {
    const { post, user, at: since } = ctx.plan.follows[index]!;
    return {
      communityId: ctx.spec.id,
      postId: ctx.plan.posts[post]!.id,
      userId: ctx.plan.users[user]!.id,
      createdAt: at(since),
    };
  },
  generated: {
    perUser: 2.65,
    cost: 0.5,
    count: ({ plan }) => Math.ceil(plan.postLikeUser.length / LIKES_A_FOLLOW),
    cells: {
      communityId: inCommunity,
      postId: (cell, ctx, follow) =>
        postId(cell, ctx, ctx.plan.postLikeTarget.data[follow * LIKES_A_FOLLOW]!),
      userId: (cell, ctx, follow) => userId(cell, ctx, ctx.plan.postLikeUser.data[follow * LIKES_A_FOLLOW]!),
      createdAt: (cell, { plan }, follow) => cell.time(plan.postLikeAt.data[follow * LIKES_A_FOLLOW]!),
    },
  },
});
