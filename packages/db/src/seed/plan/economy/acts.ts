import type { Acts } from '../../../economy/index.ts';
import { adjustments as adjustmentTexts } from '../../text/moderation.ts';
import { userIndex } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import type { PlannedAdjustment, PlannedContent, PlannedLike, PlannedTip } from '../model/forum-plan.ts';

/** What people did in a hand-written forum, as the economy looks at it. */
export function actsOf(
  ctx: CommunityContext,
  content: PlannedContent,
  tips: readonly PlannedTip[],
  adjustments: readonly PlannedAdjustment[],
): Acts {
  const { users, posts, comments } = content;
  return {
    openedAt: ctx.calendar.openedAt,
    users: { joinedAt: users.map(({ joinedAt }) => joinedAt), confirmed: users.map(() => 1) },
    posts: {
      author: posts.map(({ author }) => author),
      at: posts.map(({ createdAt }) => createdAt),
      withdrawn: posts.map(({ text }) => Number(text.status !== undefined)),
    },
    comments: {
      author: comments.map(({ author }) => author),
      post: comments.map(({ post }) => post),
      at: comments.map(({ createdAt }) => createdAt),
      acceptedAt: comments.map(({ acceptedAt }) => acceptedAt ?? 0),
      withdrawn: comments.map(({ text }) => Number(text.status !== undefined)),
    },
    postLikes: likesOf(content.postLikes),
    commentLikes: likesOf(content.commentLikes),
    tips: {
      from: tips.map(({ from }) => from),
      to: tips.map(({ to }) => to),
      amount: tips.map(({ amount }) => amount),
      at: tips.map(({ at }) => at),
    },
    adjustments: {
      user: adjustments.map(({ user }) => user),
      amount: adjustments.map(({ amount }) => amount),
      at: adjustments.map(({ at }) => at),
    },
  };
}

function likesOf(likes: readonly PlannedLike[]): Acts['postLikes'] {
  return {
    user: likes.map(({ user }) => user),
    target: likes.map(({ target }) => target),
    at: likes.map(({ at }) => at),
  };
}

/** What the team has given or taken, as the texts have it. */
export function planAdjustments(ctx: CommunityContext): PlannedAdjustment[] {
  return adjustmentTexts.map(({ user, at, amount }) => ({
    user: userIndex(user),
    amount,
    at: ctx.calendar.at(...at),
  }));
}
