import { userStatistics as factory } from '../../factories/user-statistics.ts';
import { counters } from '../../../economy/index.ts';
import type { LoadTable } from './load-table.ts';

export const userStatistics: LoadTable = {
  factory,
  count: ({ plan }) => plan.users,
  write(writer, { plan, outcome: { standing }, community }, user) {
    const day = standing.lastActiveDay[user]!;
    writer.row(10);
    writer.uuid(community);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    for (let n = 0; n < counters.length; n += 1) writer.int4(standing.counters[user * counters.length + n]!);
    if (day < 0) writer.null();
    else writer.day(day);
    writer.time(plan.joined[user]!);
    writer.time(standing.lastActAt[user]!);
  },
};
