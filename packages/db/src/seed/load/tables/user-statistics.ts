import { userStatistics as factory } from '../../factories/user-statistics.ts';
import type { LoadTable } from './load-table.ts';

export const userStatistics: LoadTable = {
  factory,
  count: ({ plan }) => plan.users,
  write(writer, { plan, ledger, community }, user) {
    const day = ledger.lastActiveDay[user]!;
    writer.row(10);
    writer.uuid(community);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    for (let counter = 0; counter < 4; counter += 1) writer.int4(ledger.counters[user * 4 + counter]!);
    writer.int4(ledger.streak[user]!);
    if (day < 0) writer.null();
    else writer.day(day);
    writer.time(plan.joined[user]!);
    writer.time(ledger.lastAction[user]!);
  },
};
