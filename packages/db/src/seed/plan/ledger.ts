import { DAY_MS, HOUR_MS, MINUTE_MS } from '../values/calendar.ts';
import { adjustments, pointsShownSince } from '../text/moderation.ts';
import { achievements as achievementTexts, economy } from '../text/reference.ts';
import type { CommunityContext } from './community.ts';
import type { PlannedAchievement, PlannedContent, PlannedEntry, PlannedUser } from './forum-plan.ts';
import { userIndex } from '../text/people.ts';

type Source = readonly [type: string, id: string];

interface Movement {
  user: number;
  at: number;
  amount: number;
  reason: string;
  source: Source | null;
  key: string;
}

interface Content extends PlannedContent {
  achievements: readonly PlannedAchievement[];
  achievementIds: readonly string[];
}

/**
 * The ledger that the content earns by the point economy, daily caps included, and for the sample accounts the tips
 * that bring them to their balances.
 */
export function planLedger(
  ctx: CommunityContext,
  content: Content,
): { ledger: PlannedEntry[]; balances: number[] } {
  const movements = earned(ctx, content);
  settle(ctx, content, movements);
  movements.sort((a, b) => a.at - b.at || a.user - b.user || compareText(a.key, b.key));
  const balances = content.users.map(() => 0);
  const sequences = content.users.map(() => 0);
  const ledger = movements.map((move, index): PlannedEntry => {
    balances[move.user]! += move.amount;
    sequences[move.user]! += 1;
    return {
      ...move,
      id: ctx.id('point_transactions', index, move.at),
      sequence: sequences[move.user]!,
      balanceAfter: balances[move.user]!,
    };
  });
  return { ledger, balances };
}

function earned(ctx: CommunityContext, content: Content): Movement[] {
  const movements: Movement[] = [];
  const add = (
    user: number,
    at: number,
    amount: number,
    reason: string,
    source: Source,
    key: string,
  ): void => {
    movements.push({ user, at, amount, reason, source, key });
  };
  content.users.forEach((user, index) => {
    add(index, user.joinedAt, economy.welcomeBonus, 'WELCOME', ['USER', user.id], `welcome:${user.id}`);
  });
  for (const post of content.posts) {
    add(post.author, post.createdAt, economy.post, 'POST', ['POST', post.id], `post:${post.id}`);
  }
  for (const comment of content.comments) {
    const source: Source = ['COMMENT', comment.id];
    add(comment.author, comment.createdAt, economy.comment, 'COMMENT', source, `comment:${comment.id}`);
    const asker = content.posts[comment.post]!.author;
    if (comment.acceptedAt !== null && asker !== comment.author) {
      const key = `answer:${comment.id}`;
      add(comment.author, comment.acceptedAt, economy.answerAccepted, 'ANSWER_ACCEPTED', source, key);
    }
  }
  for (const [kind, likes, targets] of [
    ['POST_LIKE', content.postLikes, content.posts],
    ['COMMENT_LIKE', content.commentLikes, content.comments],
  ] as const) {
    for (const like of likes) {
      const target = targets[like.target]!;
      const by = content.users[like.user]!.id;
      const key = `${kind.toLowerCase()}:${target.id}:${by}`;
      add(like.user, like.at, economy.likeGiven, 'LIKE_GIVEN', [kind, target.id], `${key}:given`);
      add(
        target.author,
        like.at,
        economy.likeReceived,
        'LIKE_RECEIVED',
        [kind, target.id],
        `${key}:received`,
      );
    }
  }
  const capped = underDailyCaps(movements);
  for (const progress of content.achievements) {
    const points = achievementTexts[progress.achievement]!.points;
    if (progress.earnedAt === null || points === 0) continue;
    const id = content.achievementIds[progress.achievement]!;
    capped.push({
      user: progress.user,
      at: progress.earnedAt,
      amount: points,
      reason: 'ACHIEVEMENT',
      source: ['ACHIEVEMENT', id],
      key: `achievement:${id}:${content.users[progress.user]!.id}`,
    });
  }
  for (const { user, at, amount } of adjustments) {
    const moment = ctx.calendar.at(...at);
    capped.push(adjustment(userIndex(user), moment, amount, content.users[userIndex(user)]!.id));
  }
  return capped;
}

const caps: Readonly<Record<string, number>> = {
  POST: economy.dailyPosts,
  COMMENT: economy.dailyComments,
  LIKE_GIVEN: economy.dailyLikes,
  LIKE_RECEIVED: economy.dailyLikes,
};

/** Drops what exceeds a user's cap of the day (UTC), the latest first. */
function underDailyCaps(movements: readonly Movement[]): Movement[] {
  const used = new Map<string, number>();
  return movements
    .toSorted((a, b) => a.at - b.at)
    .filter(({ user, at, reason }) => {
      const cap = caps[reason];
      if (cap === undefined) return true;
      const key = `${user} ${reason} ${Math.floor(at / DAY_MS)}`;
      const count = (used.get(key) ?? 0) + 1;
      used.set(key, count);
      return count <= cap;
    });
}

/**
 * Brings the sample accounts to their exact balances. Who has too little was tipped the difference each month by the
 * admin, who keeps the forum's purse. Who has too much has tipped those who answered their questions, the rest to the
 * moderators. Accounts are settled from the smallest up, and tips go to accounts not yet settled only. The admin's is
 * the last and largest: a round sum, entered when points began, filled the purse, and what is over in the end has gone
 * to the second moderator.
 */
function settle(ctx: CommunityContext, content: Content, movements: Movement[]): void {
  const sample = content.users
    .map((user, index) => ({ user, index, target: user.person.points }))
    .filter((account): account is typeof account & { target: number } => account.target !== undefined)
    .toSorted((a, b) => a.target - b.target);
  const settled = new Set<number>();
  for (const { user, index, target } of sample) {
    settled.add(index);
    const balance = movements.reduce((sum, move) => (move.user === index ? sum + move.amount : sum), 0);
    const missing = target - balance;
    if (missing > 0 && index === purse) movements.push(...fillPurse(ctx, content, index, missing));
    else if (missing > 0) movements.push(...monthlyTips(ctx, content, user, index, missing));
    if (missing < 0) movements.push(...tips(ctx, content, movements, index, settled, -missing));
  }
}

/** Who keeps the forum's purse, as the announcement of points tells. */
const purse = userIndex('admin');
/** Days on which those who have earned it are tipped from the purse; at 08:00 UTC. */
const tippingDays = [29, 59, 88];

function fillPurse(ctx: CommunityContext, content: Content, index: number, missing: number): Movement[] {
  const filled = Math.ceil(missing / 1_000) * 1_000;
  const at = ctx.calendar.at(...pointsShownSince) + 20 * MINUTE_MS;
  const second = userIndex('marisol');
  return [
    adjustment(index, at, filled, content.users[index]!.id),
    ...monthlyTips(ctx, content, content.users[second]!, second, filled - missing),
  ];
}

/** A sum from the purse in equal parts, rounded to ten but for the last, on the days since the receiver joined. */
function monthlyTips(
  ctx: CommunityContext,
  content: Content,
  user: PlannedUser,
  index: number,
  sum: number,
): Movement[] {
  const moments = tippingDays.map((day) => ctx.calendar.at(day, '08:00')).filter((at) => at > user.joinedAt);
  const part = Math.floor(sum / moments.length / 10) * 10;
  return moments.flatMap((at, position) => {
    const amount = position < moments.length - 1 ? part : sum - part * (moments.length - 1);
    return amount > 0 ? tip(content, purse, index, at, amount) : [];
  });
}

function tips(
  ctx: CommunityContext,
  content: Content,
  movements: readonly Movement[],
  giver: number,
  settled: ReadonlySet<number>,
  excess: number,
): Movement[] {
  const thanked = content.comments.filter(
    (comment) =>
      comment.acceptedAt !== null &&
      comment.acceptedAt >= ctx.calendar.at(...pointsShownSince) &&
      content.posts[comment.post]!.author === giver &&
      !settled.has(comment.author),
  );
  const own = movements
    .filter((move) => move.user === giver)
    .toSorted((a, b) => a.at - b.at)
    .map((move) => ({ at: move.at, amount: move.amount }));
  const result: Movement[] = [];
  let left = excess;
  const give = (receiver: number, at: number, amount: number): void => {
    if (amount <= 0) return;
    left -= amount;
    own.push({ at, amount: -amount });
    result.push(...tip(content, giver, receiver, at, amount));
  };
  const share = Math.max(5, Math.ceil(excess / (thanked.length + 1) / 5) * 5);
  for (const comment of thanked) {
    const at = comment.acceptedAt! + 3 * MINUTE_MS;
    give(comment.author, at, Math.min(share, left, spendable(own, at)));
  }
  // What is left goes to the moderators in the last hours, when every point has been earned.
  const late = ctx.random('tips', giver).int(HOUR_MS, 2.9 * HOUR_MS);
  give(userIndex('marisol'), ctx.calendar.referenceMs - late, left);
  return result;
}

/** Both entries of a tip. */
function tip(content: Content, giver: number, receiver: number, at: number, amount: number): Movement[] {
  const [from, to] = [content.users[giver]!.id, content.users[receiver]!.id];
  const key = `tip:${from}:${to}:${at}`;
  return [
    { user: giver, at, amount: -amount, reason: 'TIP_SENT', source: ['USER', to], key: `${key}:sent` },
    { user: receiver, at, amount, reason: 'TIP_RECEIVED', source: ['USER', from], key: `${key}:received` },
  ];
}

/** What can be given away at a moment without the balance ever falling below zero later. */
function spendable(own: readonly { at: number; amount: number }[], at: number): number {
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

function adjustment(user: number, at: number, amount: number, id: string): Movement {
  return { user, at, amount, reason: 'ADJUSTMENT', source: null, key: `adjustment:${id}:${at}` };
}

/** By code unit: the same on every machine, unlike a locale's order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
