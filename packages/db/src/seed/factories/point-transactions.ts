import type { Cell } from '@agora/seeding';
import { reasonNames, reasonOf, Source, sourceNames, sourceOf } from '../../economy/index.ts';
import { at, defineFactory } from './factory.ts';
import { commentId, inCommunity, type LoadContext, postId, userId, utf8 } from './load-context.ts';

export const pointTransactions = defineFactory('PointTransaction', {
  table: 'point_transactions',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    userId: 'uuid',
    sequence: 'int4',
    amount: 'int4',
    balanceAfter: 'int4',
    reason: 'label',
    sourceType: 'label',
    sourceId: 'uuid',
    idempotencyKey: 'text',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: [
    'users',
    'posts',
    'comments',
    'post_likes',
    'comment_likes',
    'user_achievements',
    'point_economies',
  ],
  kind: 'dynamic',
  version: 3,
  count: (ctx) => ctx.plan.ledger.length,
  row(ctx, index) {
    const entry = ctx.plan.ledger[index]!;
    return {
      communityId: ctx.spec.id,
      id: entry.id,
      userId: ctx.plan.users[entry.user]!.id,
      sequence: entry.sequence,
      amount: entry.amount,
      balanceAfter: entry.balanceAfter,
      reason: entry.reason,
      sourceType: entry.source?.[0] ?? null,
      sourceId: entry.source?.[1] ?? null,
      idempotencyKey: entry.key,
      createdAt: at(entry.at),
    };
  },
  generated: {
    perUser: 114.7,
    fromEconomy: true,
    count: ({ outcome }) => outcome.ledger.user.length,
    cells: {
      communityId: inCommunity,
      id: (cell, { plan, outcome }, entry) =>
        cell.uuid7(outcome.ledger.at.data[entry]!, plan.keys.ledger, entry),
      userId: (cell, ctx, entry) => userId(cell, ctx, ctx.outcome.ledger.user.data[entry]!),
      sequence: (cell, { outcome }, entry) => cell.int4(outcome.ledger.sequence.data[entry]!),
      amount: (cell, { outcome }, entry) => cell.int4(outcome.ledger.amount.data[entry]!),
      balanceAfter: (cell, { outcome }, entry) => cell.int4(outcome.ledger.balance.data[entry]!),
      reason: (cell, { outcome }, entry) => cell.bytes(reasons[reasonOf(outcome.ledger.kind.data[entry]!)]!),
      sourceType: (cell, { outcome }, entry) =>
        cell.bytes(sources[sourceOf(outcome.ledger.kind.data[entry]!)]!),
      sourceId: writeSource,
      // The entry's number: unique in the community, short, and in the order of writing, which its index likes.
      idempotencyKey: (cell, _ctx, entry) => cell.hex(entry),
      createdAt: (cell, { outcome }, entry) => cell.time(outcome.ledger.at.data[entry]!),
    },
  },
});

const reasons = utf8(reasonNames);
const sources = utf8(sourceNames);

/** The id of what an entry is for. */
function writeSource(cell: Cell<'uuid'>, ctx: LoadContext, entry: number): void {
  const { ledger } = ctx.outcome;
  const position = ledger.source.data[entry]!;
  switch (sourceOf(ledger.kind.data[entry]!)) {
    case Source.USER:
      return userId(cell, ctx, position);
    case Source.ACHIEVEMENT:
      return cell.uuid(ctx.achievements[position]!);
    case Source.COMMENT:
      return commentId(cell, ctx, position);
    case Source.COMMENT_LIKE:
      return commentId(cell, ctx, ctx.plan.commentLikeTarget.data[position]!);
    case Source.POST_LIKE:
      return postId(cell, ctx, ctx.plan.postLikeTarget.data[position]!);
    default:
      return postId(cell, ctx, position);
  }
}
