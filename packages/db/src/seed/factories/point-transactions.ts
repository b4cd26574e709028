import { at, defineFactory } from './factory.ts';

export const pointTransactions = defineFactory({
  entity: 'point_transactions',
  table: 'point_transactions',
  columns: [
    'community_id',
    'id',
    'user_id',
    'sequence',
    'amount',
    'balance_after',
    'reason',
    'source_type',
    'source_id',
    'idempotency_key',
    'created_at',
  ],
  key: ['community_id', 'id'],
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
      community_id: ctx.spec.id,
      id: entry.id,
      user_id: ctx.plan.users[entry.user]!.id,
      sequence: entry.sequence,
      amount: entry.amount,
      balance_after: entry.balanceAfter,
      reason: entry.reason,
      source_type: entry.source?.[0] ?? null,
      source_id: entry.source?.[1] ?? null,
      idempotency_key: entry.key,
      created_at: at(entry.at),
    };
  },
});
