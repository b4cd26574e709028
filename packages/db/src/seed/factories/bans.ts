import { userIndex } from '../text/people.ts';
import { at, atOrNull, defineFactory } from './factory.ts';

export const bans = defineFactory({
  entity: 'bans',
  table: 'bans',
  columns: [
    'community_id',
    'id',
    'user_id',
    'moderator_id',
    'reason',
    'starts_at',
    'ends_at',
    'lifted_at',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['users'],
  kind: 'sample',
  version: 2,
  count: (ctx) => ctx.plan.bans.length,
  row(ctx, index) {
    const ban = ctx.plan.bans[index]!;
    return {
      community_id: ctx.spec.id,
      id: ban.id,
      user_id: ctx.plan.users[userIndex(ban.text.user)]!.id,
      moderator_id: ctx.plan.users[userIndex(ban.text.by)]!.id,
      reason: ban.text.reason,
      starts_at: at(ban.from),
      ends_at: atOrNull(ban.until),
      lifted_at: atOrNull(ban.liftedAt),
      created_at: at(ban.from),
      updated_at: at(ban.liftedAt ?? ban.from),
    };
  },
});
