import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import type { PlannedPost } from '../plan/model/forum-plan.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';
import { inCommunity, postId, userId } from './load-context.ts';
import { editedAt, editedIn, editedPost } from './posts.ts';

export const postRevisions = defineFactory('PostRevision', {
  table: 'post_revisions',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    postId: 'uuid',
    editorId: 'uuid',
    title: 'text',
    body: 'text',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['posts'],
  kind: 'sample',
  version: 1,
  count: (ctx) => edited(ctx).length,
  row(ctx, index) {
    const post = edited(ctx)[index]!;
    return {
      communityId: ctx.spec.id,
      id: ctx.id('post_revisions', post.key, post.editedAt!),
      postId: post.id,
      editorId: ctx.plan.users[post.author]!.id,
      title: post.text.title,
      body: post.before!,
      createdAt: at(post.editedAt!),
    };
  },
  generated: {
    perUser: 0.278,
    cost: 3,
    count: ({ plan }) => editedIn(plan.posts),
    cells: {
      communityId: inCommunity,
      id: (cell, { plan }, index) => cell.uuid7(timeOf(plan, index), plan.keys.misc ^ 4, index),
      postId: (cell, ctx, index) => postId(cell, ctx, editedPost(index)),
      editorId: (cell, ctx, index) => userId(cell, ctx, ctx.plan.postAuthor[editedPost(index)]!),
      title(cell, { texts }, index) {
        const begun = cell.begin();
        texts.title(cell, editedPost(index));
        cell.end(begun);
      },
      body(cell, { texts }, index) {
        const begun = cell.begin();
        texts.postBodyBefore(cell, editedPost(index));
        cell.end(begun);
      },
      createdAt: (cell, { plan }, index) => cell.time(timeOf(plan, index)),
    },
  },
});

const edited = ({ plan }: ForumContext): readonly PlannedPost[] =>
  plan.posts.filter((post) => post.before !== null);

function timeOf(plan: LoadCommunityPlan, index: number): number {
  return editedAt(plan, editedPost(index));
}
