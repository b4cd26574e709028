import { userAchievements as factory } from '../../factories/user-achievements.ts';
import type { LoadTable } from './load-table.ts';

export const userAchievements: LoadTable = {
  factory,
  count: ({ ledger }) => ledger.progressUser.length,
  write(writer, { plan, ledger, community, achievements }, index) {
    const user = ledger.progressUser.data[index]!;
    const begun = ledger.progressBegun.data[index]!;
    const earned = ledger.progressEarned.data[index]!;
    writer.row(7);
    writer.uuid(community);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.uuid(achievements[ledger.progressOf.data[index]!]!);
    writer.int4(ledger.progress.data[index]!);
    if (earned > 0) writer.time(earned);
    else writer.null();
    writer.time(begun);
    writer.time(Math.max(begun, earned));
  },
};
