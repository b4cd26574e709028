import { reports } from '../../text/moderation.ts';
import type { CommunityContext } from '../model/community.ts';
import { fillSlots } from './fill-slots.ts';
import type { PlannedComment, PlannedPost, PlannedReport } from '../model/forum-plan.ts';
import { userIndex } from '../../text/people.ts';

/** Reports whose target is in this community; a community with fewer threads has fewer of them. */
export function planReports(
  ctx: CommunityContext,
  posts: readonly PlannedPost[],
  comments: readonly PlannedComment[],
): PlannedReport[] {
  return reports.flatMap((text, index) => {
    const { target } = text;
    const post =
      'post' in target ? posts.findIndex((one) => one.text.title === fillSlots(ctx, target.post)) : null;
    const comment =
      'comment' in target ? comments.findIndex((one) => one.text.text.startsWith(target.comment)) : null;
    if (post === -1 || comment === -1) return [];
    const at = ctx.calendar.at(...text.at);
    return {
      id: ctx.id('reports', index, at),
      text,
      post,
      comment,
      user: 'user' in target ? userIndex(target.user) : null,
      at,
      handledAt: text.handled === undefined ? null : ctx.calendar.at(...text.handled.at),
    };
  });
}
