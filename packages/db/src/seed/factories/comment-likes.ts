import { at, defineFactory } from './factory.ts';

export const commentLikes = defineFactory({
  entity: 'comment_likes',
  table: 'comment_likes',
  columns: ['community_id', 'comment_id', 'user_id', 'created_at'],
  key: ['community_id', 'comment_id', 'user_id'],
  needs: ['comments', 'users'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.commentLikes.length,
  row(ctx, index) {
    const like = ctx.plan.commentLikes[index]!;
    return {
      community_id: ctx.spec.id,
      comment_id: ctx.plan.comments[like.target]!.id,
      user_id: ctx.plan.users[like.user]!.id,
      created_at: at(like.at),
    };
  },
});
