import { at, defineFactory } from './factory.ts';
import { tagIdBySlug } from './tags.ts';

export const postTags = defineFactory({
  entity: 'post_tags',
  table: 'post_tags',
  columns: ['community_id', 'post_id', 'tag_id', 'created_at'],
  key: ['community_id', 'post_id', 'tag_id'],
  needs: ['posts', 'tags'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.postTags.length,
  row(ctx, index) {
    const { post, tag } = ctx.plan.postTags[index]!;
    return {
      community_id: ctx.spec.id,
      post_id: ctx.plan.posts[post]!.id,
      tag_id: tagIdBySlug(ctx, tag),
      created_at: at(ctx.plan.posts[post]!.createdAt),
    };
  },
});
