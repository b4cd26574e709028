import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { userIndex } from '../text/people.ts';
import { at, atOrNull, defineFactory } from './factory.ts';
import { inCommunity, userId, utf8 } from './load-context.ts';

export const bans = defineFactory('Ban', {
  table: 'bans',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    userId: 'uuid',
    moderatorId: 'uuid',
    reason: 'text',
    startsAt: 'timestamptz',
    endsAt: 'timestamptz',
    liftedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['users'],
  kind: 'sample',
  version: 2,
  count: (ctx) => ctx.plan.bans.length,
  row(ctx, index) {
    const ban = ctx.plan.bans[index]!;
    return {
      communityId: ctx.spec.id,
      id: ban.id,
      userId: ctx.plan.users[userIndex(ban.text.user)]!.id,
      moderatorId: ctx.plan.users[userIndex(ban.text.by)]!.id,
      reason: ban.text.reason,
      startsAt: at(ban.from),
      endsAt: atOrNull(ban.until),
      liftedAt: atOrNull(ban.liftedAt),
      createdAt: at(ban.from),
      updatedAt: at(ban.liftedAt ?? ban.from),
    };
  },
  generated: {
    perUser: 0.004,
    count: ({ plan }) => bannedIn(plan).length,
    cells: {
      communityId: inCommunity,
      id: (cell, { plan }, index) => cell.uuid7(startOf(plan, index), plan.keys.misc ^ 3, index),
      userId: (cell, ctx, index) => userId(cell, ctx, bannedIn(ctx.plan)[index]!),
      moderatorId: (cell, ctx) => userId(cell, ctx, 0),
      reason: (cell, _ctx, index) => cell.bytes(reasons[index % reasons.length]!),
      startsAt: (cell, { plan }, index) => cell.time(startOf(plan, index)),
      endsAt(cell, { plan }, index) {
        const until = plan.bannedUntil[bannedIn(plan)[index]!]!;
        if (until === Number.POSITIVE_INFINITY) cell.null();
        else cell.time(until);
      },
      liftedAt: (cell) => cell.null(),
      createdAt: (cell, { plan }, index) => cell.time(startOf(plan, index)),
      updatedAt: (cell, { plan }, index) => cell.time(startOf(plan, index)),
    },
  },
});

const reasons = utf8([
  'Advertising, for the second time.',
  'Insults.',
  'Several accounts.',
  'Ignoring a warning.',
]);

const known = new WeakMap<LoadCommunityPlan, readonly number[]>();

/** The users of a generated community who were banned. */
function bannedIn(plan: LoadCommunityPlan): readonly number[] {
  let found = known.get(plan);
  if (found === undefined) {
    const users = [...plan.bannedFrom.keys()];
    found = users.filter((user) => plan.bannedFrom[user]! < Number.POSITIVE_INFINITY);
    known.set(plan, found);
  }
  return found;
}

function startOf(plan: LoadCommunityPlan, index: number): number {
  return plan.bannedFrom[bannedIn(plan)[index]!]!;
}
