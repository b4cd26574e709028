import type { LedgerColumns } from '../../../economy/index.ts';
import { HOUR_MS, MINUTE_MS } from '../../values/calendar.ts';
import { pointsShownSince } from '../../text/moderation.ts';
import { userIndex } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import type { PlannedAdjustment, PlannedContent, PlannedTip, PlannedUser } from '../model/forum-plan.ts';

/** What brings the sample accounts to their balances. */
interface Settlement {
  readonly tips: readonly PlannedTip[];
  /** The sum that filled the purse, if it was filled. */
  readonly filled: readonly PlannedAdjustment[];
}

/** An amount that moved somebody's balance. */
interface Movement {
  readonly user: number;
  readonly at: number;
  readonly amount: number;
}

/** Who keeps the forum's purse, as the announcement of points tells. */
const purse = userIndex('admin');
/** Days on which those who have earned it are tipped from the purse; at 08:00 UTC. */
const tippingDays = [29, 59, 88];

/**
 * Brings the sample accounts to their exact balances, from the smallest up, by monthly tips. Who has too little gets the
 * difference from the admin, whose purse one round sum filled when points began. Who has too much tips those who answered
 * their questions and the moderators; what the admin has left goes to the second moderator.
 * @param earned what everybody has without
 */
export function settle(ctx: CommunityContext, content: PlannedContent, earned: LedgerColumns): Settlement {
  const movements = movementsOf(earned);
  const tips: PlannedTip[] = [];
  const filled: PlannedAdjustment[] = [];
  const give = (given: readonly PlannedTip[]): void => {
    tips.push(...given);
    for (const { from, to, at, amount } of given) {
      movements.push({ user: from, at, amount: -amount }, { user: to, at, amount });
    }
  };
  const sample = content.users
    .map((user, index) => ({ user, index, target: user.person.points }))
    .filter((account): account is typeof account & { target: number } => account.target !== undefined)
    .toSorted((a, b) => a.target - b.target);
  const settled = new Set<number>();
  for (const { user, index, target } of sample) {
    settled.add(index);
    const own = movements.filter((move) => move.user === index);
    const missing = target - own.reduce((sum, { amount }) => sum + amount, 0);
    if (missing > 0 && index === purse) {
      const sum = Math.ceil(missing / 1_000) * 1_000;
      filled.push({ user: index, at: ctx.calendar.at(...pointsShownSince) + 20 * MINUTE_MS, amount: sum });
      const second = userIndex('marisol');
      give(monthlyTips(ctx, content.users[second]!, second, sum - missing));
    } else if (missing > 0) give(monthlyTips(ctx, user, index, missing));
    else if (missing < 0) give(thanks(ctx, content, { giver: index, own, settled, excess: -missing }));
  }
  return { tips, filled };
}

function movementsOf({ user, at, amount }: LedgerColumns): Movement[] {
  return Array.from({ length: user.length }, (_, entry) => ({
    user: user.data[entry]!,
    at: at.data[entry]!,
    amount: amount.data[entry]!,
  }));
}

/** A sum from the purse in equal parts, rounded to ten but for the last, on the days since the receiver joined. */
function monthlyTips(ctx: CommunityContext, user: PlannedUser, index: number, sum: number): PlannedTip[] {
  const moments = tippingDays.map((day) => ctx.calendar.at(day, '08:00')).filter((at) => at > user.joinedAt);
  const part = Math.floor(sum / moments.length / 10) * 10;
  return moments.flatMap((at, position) => {
    const amount = position < moments.length - 1 ? part : sum - part * (moments.length - 1);
    return amount > 0 ? { from: purse, to: index, at, amount } : [];
  });
}

/** Tips of somebody who has too much, to those who have answered their questions; what is left to a moderator. */
function thanks(
  ctx: CommunityContext,
  content: PlannedContent,
  account: { giver: number; own: readonly Movement[]; settled: ReadonlySet<number>; excess: number },
): PlannedTip[] {
  const { giver, settled, excess } = account;
  const thanked = content.comments.filter(
    (comment) =>
      comment.acceptedAt !== null &&
      comment.acceptedAt >= ctx.calendar.at(...pointsShownSince) &&
      content.posts[comment.post]!.author === giver &&
      !settled.has(comment.author),
  );
  const own = account.own.toSorted((a, b) => a.at - b.at);
  const tips: PlannedTip[] = [];
  let left = excess;
  const give = (to: number, at: number, amount: number): void => {
    if (amount <= 0) return;
    left -= amount;
    own.push({ user: giver, at, amount: -amount });
    tips.push({ from: giver, to, at, amount });
  };
  const share = Math.max(5, Math.ceil(excess / (thanked.length + 1) / 5) * 5);
  for (const comment of thanked) {
    const at = comment.acceptedAt! + 3 * MINUTE_MS;
    give(comment.author, at, Math.min(share, left, spendable(own, at)));
  }
  // What is left goes to the moderators in the last hours, when every point has been earned.
  const late = ctx.random('tips', giver).int(HOUR_MS, 2.9 * HOUR_MS);
  give(userIndex('marisol'), ctx.calendar.referenceMs - late, left);
  return tips;
}

/** What can be given away at a moment without the balance ever falling below zero later. */
function spendable(own: readonly Movement[], at: number): number {
  let balance = 0;
  let least = Number.POSITIVE_INFINITY;
  const ordered = own.toSorted((a, b) => a.at - b.at);
  ordered.forEach((move, index) => {
    balance += move.amount;
    const next = ordered[index + 1];
    if (next === undefined || next.at >= at) least = Math.min(least, balance);
  });
  return Math.max(0, least);
}
