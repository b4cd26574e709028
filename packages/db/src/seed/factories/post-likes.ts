import { at, defineFactory } from './factory.ts';
import { inCommunity, postId, userId } from './load-context.ts';

export const postLikes = defineFactory('PostLike', {
  table: 'post_likes',
  columns: {
    communityId: 'uuid',
    postId: 'uuid',
    userId: 'uuid',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'postId', 'userId'],
  needs: ['posts', 'users'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.postLikes.length,
  row(ctx, index) {
    const like = ctx.plan.postLikes[index]!;
    return {
      communityId: ctx.spec.id,
      postId: ctx.plan.posts[like.target]!.id,
      userId: ctx.plan.users[like.user]!.id,
      createdAt: at(like.at),
    };
  },
  generated: {
    perUser: 26.5,
    cost: 0.5,
    count: ({ plan }) => plan.postLikeUser.length,
    cells: {
      communityId: inCommunity,
      postId: (cell, ctx, like) => postId(cell, ctx, ctx.plan.postLikeTarget.data[like]!),
      userId: (cell, ctx, like) => userId(cell, ctx, ctx.plan.postLikeUser.data[like]!),
      createdAt: (cell, { plan }, like) => cell.time(plan.postLikeAt.data[like]!),
    },
  },
});
