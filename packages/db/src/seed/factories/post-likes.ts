import { at, defineFactory } from './factory.ts';

export const postLikes = defineFactory({
  entity: 'post_likes',
  table: 'post_likes',
  columns: ['community_id', 'post_id', 'user_id', 'created_at'],
  key: ['community_id', 'post_id', 'user_id'],
  needs: ['posts', 'users'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.postLikes.length,
  row(ctx, index) {
    const like = ctx.plan.postLikes[index]!;
    return {
      community_id: ctx.spec.id,
      post_id: ctx.plan.posts[like.target]!.id,
      user_id: ctx.plan.users[like.user]!.id,
      created_at: at(like.at),
    };
  },
});
