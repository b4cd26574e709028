import { at, defineFactory } from './factory.ts';
import { commentId, inCommunity, userId } from './load-context.ts';

export const commentLikes = defineFactory('CommentLike', {
  table: 'comment_likes',
  columns: {
    communityId: 'uuid',
    commentId: 'uuid',
    userId: 'uuid',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'commentId', 'userId'],
  needs: ['comments', 'users'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.commentLikes.length,
  row(ctx, index) {
    const like = ctx.plan.commentLikes[index]!;
    return {
      communityId: ctx.spec.id,
      commentId: ctx.plan.comments[like.target]!.id,
      userId: ctx.plan.users[like.user]!.id,
      createdAt: at(like.at),
    };
  },
  generated: {
    perUser: 17.6,
    cost: 0.5,
    count: ({ plan }) => plan.commentLikeUser.length,
    cells: {
      communityId: inCommunity,
      commentId: (cell, ctx, like) => commentId(cell, ctx, ctx.plan.commentLikeTarget.data[like]!),
      userId: (cell, ctx, like) => userId(cell, ctx, ctx.plan.commentLikeUser.data[like]!),
      createdAt: (cell, { plan }, like) => cell.time(plan.commentLikeAt.data[like]!),
    },
  },
});
