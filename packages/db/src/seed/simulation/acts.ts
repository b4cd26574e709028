import { type Acts, used } from '../../economy/index.ts';
import type { LoadCommunityPlan } from './community-plan.ts';

const none: readonly number[] = [];

/** What people did in a generated community; a plan's post that is published has the status 0. */
export function actsOf(plan: LoadCommunityPlan): Acts {
  return {
    openedAt: plan.openedAt,
    users: { joinedAt: plan.joined, confirmed: plan.confirmed },
    posts: { author: plan.postAuthor, at: plan.postCreated, withdrawn: plan.postStatus },
    comments: {
      author: used(plan.commentAuthor),
      post: used(plan.commentPost),
      at: used(plan.commentCreated),
      acceptedAt: used(plan.commentAccepted),
      withdrawn: null,
    },
    postLikes: {
      user: used(plan.postLikeUser),
      target: used(plan.postLikeTarget),
      at: used(plan.postLikeAt),
    },
    commentLikes: {
      user: used(plan.commentLikeUser),
      target: used(plan.commentLikeTarget),
      at: used(plan.commentLikeAt),
    },
    tips: { from: none, to: none, amount: none, at: none },
    adjustments: { user: none, amount: none, at: none },
  };
}
