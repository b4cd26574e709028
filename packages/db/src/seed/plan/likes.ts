import { HOUR_MS, localHour, MINUTE_MS } from '../calendar.ts';
import type { Random } from '../random.ts';
import type { CommunityContext } from './community.ts';
import type { PlannedComment, PlannedLike, PlannedPost, PlannedUser } from './forum-plan.ts';
import { userIndex } from '../text/people.ts';
import { mayAct } from './users.ts';

/** Fewest and most likes of a post in the demo. */
export const POST_LIKES = [3, 8] as const;
const COMMENT_LIKES = 5;

interface Liked {
  author: number;
  createdAt: number;
  likes: number;
}

/** Who liked which post: 3 to 8 of the others each, the more the livelier its thread. */
export function planPostLikes(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  posts: readonly PlannedPost[],
): PlannedLike[] {
  return posts.flatMap((post, index) => {
    const random = ctx.random('post_likes', index);
    const [least, most] = POST_LIKES;
    const wanted = Math.min(most, least + random.int(0, 2) + Math.min(3, Math.floor(post.comments / 3)));
    const certain = (post.text.likedBy ?? []).map(userIndex);
    return likesOf(ctx, users, post, index, wanted, certain, random);
  });
}

/** Who liked which comment; most get none or one, answers that were accepted more. */
export function planCommentLikes(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  comments: readonly PlannedComment[],
): PlannedLike[] {
  return comments.flatMap((comment, index) => {
    if (comment.text.status !== undefined) return [];
    const random = ctx.random('comment_likes', index);
    const wanted =
      Math.floor(COMMENT_LIKES * random.next() ** 2.2) + (comment.acceptedAt === null ? 0 : random.int(1, 2));
    return likesOf(ctx, users, comment, index, wanted, [], random);
  });
}

function likesOf(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  target: Liked,
  targetIndex: number,
  wanted: number,
  certain: readonly number[],
  random: Random,
): PlannedLike[] {
  // Weighted sampling without replacement (Efraimidis and Spirakis, 2006): the largest u^(1/w) win.
  const order = users
    .map((user, index) => ({ index, rank: random.next() ** (1 / user.person.generosity) }))
    .filter(({ index }) => index !== target.author)
    .toSorted(
      (a, b) => Number(certain.includes(b.index)) - Number(certain.includes(a.index)) || b.rank - a.rank,
    );
  const likes: PlannedLike[] = [];
  for (const { index } of order) {
    if (likes.length === wanted) break;
    const at = momentOf(ctx, users[index]!, target.createdAt, random);
    if (at !== null) likes.push({ target: targetIndex, user: index, at });
  }
  target.likes = likes.length;
  return likes;
}

/** When somebody who reads in their own waking hours comes by; null if they never could. */
function momentOf(ctx: CommunityContext, user: PlannedUser, since: number, random: Random): number | null {
  const start = Math.max(since, user.joinedAt);
  // A little before the reference date, so that what follows from likes still fits before it.
  const end = ctx.calendar.referenceMs - 3 * HOUR_MS;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    let at = start + MINUTE_MS + Math.floor(random.logNormal(5 * HOUR_MS, 1.5));
    const hour = localHour(at, user.person.timeZone);
    if (hour < 7) at += (7 - hour) * HOUR_MS + random.int(0, HOUR_MS);
    if (at > end) at = start + Math.floor(random.next() * Math.max(0, end - start));
    if (mayAct(user, at)) return at;
  }
  return null;
}
