import { bans as factory } from '../../factories/bans.ts';
import { labels, type LoadContext, type LoadTable } from './load-table.ts';

const reasons = labels([
  'Advertising, for the second time.',
  'Insults.',
  'Several accounts.',
  'Ignoring a warning.',
]);

export const bans: LoadTable = {
  factory,
  count: (ctx) => banned(ctx).length,
  write(writer, ctx, index) {
    const { plan, community } = ctx;
    const user = banned(ctx)[index]!;
    const from = plan.bannedFrom[user]!;
    const until = plan.bannedUntil[user]!;
    writer.row(10);
    writer.uuid(community);
    writer.uuid7(from, plan.keys.misc ^ 3, index);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.uuid7(plan.joined[0]!, plan.keys.user, 0);
    writer.bytes(reasons[index % reasons.length]!);
    writer.time(from);
    if (until === Number.POSITIVE_INFINITY) writer.null();
    else writer.time(until);
    writer.null();
    writer.time(from);
    writer.time(from);
  },
};

const known = new WeakMap<LoadContext, number[]>();

function banned(ctx: LoadContext): number[] {
  let found = known.get(ctx);
  if (found === undefined) {
    found = [...ctx.plan.bannedFrom.keys()].filter(
      (user) => ctx.plan.bannedFrom[user]! < Number.POSITIVE_INFINITY,
    );
    known.set(ctx, found);
  }
  return found;
}
