import { MINUTE_MS } from '../../values/calendar.ts';
import type { CommunityContext } from '../model/community.ts';
import type { ForumPlan, PlannedFollow } from '../model/forum-plan.ts';
import { mayAct } from './users.ts';

/** How many of those who like a post follow its thread. */
const FOLLOWING = 0.3;

/** Who follows which thread: some of those who like its post, a moment later. */
export function planFollows(
  ctx: CommunityContext,
  { users, posts, postLikes }: Pick<ForumPlan, 'users' | 'posts' | 'postLikes'>,
): PlannedFollow[] {
  return postLikes.flatMap(({ target: post, user, at: liked }, like): PlannedFollow[] => {
    const random = ctx.random('post_follows', like);
    const at = liked + random.int(1000, MINUTE_MS);
    const { hiddenAt } = posts[post]!;
    const seen = mayAct(users[user]!, at) && (hiddenAt === null || at < hiddenAt);
    return seen && random.next() < FOLLOWING ? [{ post, user, at }] : [];
  });
}
