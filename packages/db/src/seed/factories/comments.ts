import type { Cell } from '@agora/seeding';
import { ID_BYTES } from '@agora/seeding/random';
import { CommentStatus } from '../../generated/prisma/enums.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { MINUTE_MS } from '../values/calendar.ts';
import { at, atOrNull, defineFactory } from './factory.ts';
import { commentId, inCommunity, labels, postId, timeOrNull, userId } from './load-context.ts';

export const comments = defineFactory('Comment', {
  table: 'comments',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    postId: 'uuid',
    authorId: 'uuid',
    parentId: 'uuid',
    parentPath: 'bytea',
    parentCreatedAt: 'timestamptz',
    depth: 'int2',
    path: 'bytea',
    body: 'text',
    status: 'label',
    likeCount: 'int4',
    acceptedAt: 'timestamptz',
    editedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['posts', 'users'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.comments.length,
  row(ctx, index) {
    const comment = ctx.plan.comments[index]!;
    const parent = comment.parent === null ? null : ctx.plan.comments[comment.parent]!;
    return {
      communityId: ctx.spec.id,
      id: comment.id,
      postId: ctx.plan.posts[comment.post]!.id,
      authorId: ctx.plan.users[comment.author]!.id,
      parentId: parent?.id ?? null,
      parentPath: parent?.path ?? null,
      parentCreatedAt: atOrNull(parent?.createdAt ?? null),
      depth: comment.depth,
      path: comment.path,
      body: comment.text.status === 'DELETED' ? '' : comment.text.text,
      status: comment.text.status ?? CommentStatus.PUBLISHED,
      likeCount: comment.likes,
      acceptedAt: atOrNull(comment.acceptedAt),
      editedAt: atOrNull(comment.editedAt),
      createdAt: at(comment.createdAt),
      updatedAt: at(Math.max(comment.createdAt, comment.editedAt ?? 0, comment.acceptedAt ?? 0)),
    };
  },
  generated: {
    perUser: 22.4,
    cost: 1.7,
    count: ({ plan }) => plan.commentPost.length,
    cells: {
      communityId: inCommunity,
      id: commentId,
      postId: (cell, ctx, comment) => postId(cell, ctx, ctx.plan.commentPost.data[comment]!),
      authorId: (cell, ctx, comment) => userId(cell, ctx, ctx.plan.commentAuthor.data[comment]!),
      parentId(cell, ctx, comment) {
        const parent = ctx.plan.commentParent.data[comment]!;
        if (parent < 0) cell.null();
        else commentId(cell, ctx, parent);
      },
      parentPath(cell, { plan }, comment) {
        const parent = plan.commentParent.data[comment]!;
        if (parent < 0) cell.null();
        else writePath(cell, plan, parent);
      },
      parentCreatedAt(cell, { plan }, comment) {
        const parent = plan.commentParent.data[comment]!;
        timeOrNull(cell, parent < 0 ? 0 : plan.commentCreated.data[parent]!);
      },
      depth: (cell, { plan }, comment) => cell.int2(plan.commentDepth.data[comment]!),
      path: (cell, { plan }, comment) => writePath(cell, plan, comment),
      body(cell, { texts }, comment) {
        const begun = cell.begin();
        texts.commentBody(cell, comment);
        cell.end(begun);
      },
      status: (cell) => cell.bytes(PUBLISHED),
      likeCount: (cell, { plan }, comment) => cell.int4(plan.commentLikes.data[comment]!),
      acceptedAt: (cell, { plan }, comment) => timeOrNull(cell, plan.commentAccepted.data[comment]!),
      editedAt: (cell, { plan }, comment) => timeOrNull(cell, editedAt(plan, comment)),
      createdAt: (cell, { plan }, comment) => cell.time(plan.commentCreated.data[comment]!),
      updatedAt(cell, { plan }, comment) {
        const written = plan.commentCreated.data[comment]!;
        cell.time(Math.max(written, plan.commentAccepted.data[comment]!, editedAt(plan, comment)));
      },
    },
  },
});

const { PUBLISHED } = labels(CommentStatus);

/** One generated comment in fifteen was edited, within ten minutes; 0 for the others. */
function editedAt(plan: LoadCommunityPlan, comment: number): number {
  return comment % 15 === 3 ? plan.commentCreated.data[comment]! + (1 + (comment % 9)) * MINUTE_MS : 0;
}

/** The ids from the thread's first comment down to this one. */
function writePath(cell: Cell<'bytea'>, plan: LoadCommunityPlan, comment: number): void {
  cell.bytea(ID_BYTES * (plan.commentDepth.data[comment]! + 1));
  writeIds(cell, plan, comment);
}

function writeIds(cell: Cell<'bytea'>, plan: LoadCommunityPlan, comment: number): void {
  const parent = plan.commentParent.data[comment]!;
  if (parent >= 0) writeIds(cell, plan, parent);
  cell.uuid7Part(plan.commentCreated.data[comment]!, plan.keys.comment, comment);
}
