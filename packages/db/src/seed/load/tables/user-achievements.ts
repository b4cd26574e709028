import { userAchievements as factory } from '../../factories/user-achievements.ts';
import type { LoadTable } from './load-table.ts';

export const userAchievements: LoadTable = {
  factory,
  count: ({ outcome }) => outcome.progress.user.length,
  write(writer, { plan, outcome: { progress }, community, achievements }, index) {
    const user = progress.user.data[index]!;
    const begun = progress.begunAt.data[index]!;
    const earned = progress.earnedAt.data[index]!;
    writer.row(7);
    writer.uuid(community);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.uuid(achievements[progress.achievement.data[index]!]!);
    writer.int4(progress.progress.data[index]!);
    if (earned > 0) writer.time(earned);
    else writer.null();
    writer.time(begun);
    writer.time(Math.max(begun, earned));
  },
};
