import { at, atOrNull, defineFactory } from './factory.ts';

export const comments = defineFactory({
  entity: 'comments',
  table: 'comments',
  columns: [
    'community_id',
    'id',
    'post_id',
    'author_id',
    'parent_id',
    'parent_path',
    'parent_created_at',
    'depth',
    'path',
    'body',
    'status',
    'like_count',
    'accepted_at',
    'edited_at',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['posts', 'users'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.comments.length,
  row(ctx, index) {
    const comment = ctx.plan.comments[index]!;
    const parent = comment.parent === null ? null : ctx.plan.comments[comment.parent]!;
    return {
      community_id: ctx.spec.id,
      id: comment.id,
      post_id: ctx.plan.posts[comment.post]!.id,
      author_id: ctx.plan.users[comment.author]!.id,
      parent_id: parent?.id ?? null,
      parent_path: parent?.path ?? null,
      parent_created_at: atOrNull(parent?.createdAt ?? null),
      depth: comment.depth,
      path: comment.path,
      body: comment.text.status === 'DELETED' ? '' : comment.text.text,
      status: comment.text.status ?? 'PUBLISHED',
      like_count: comment.likes,
      accepted_at: atOrNull(comment.acceptedAt),
      edited_at: atOrNull(comment.editedAt),
      created_at: at(comment.createdAt),
      updated_at: at(Math.max(comment.createdAt, comment.editedAt ?? 0, comment.acceptedAt ?? 0)),
    };
  },
});
