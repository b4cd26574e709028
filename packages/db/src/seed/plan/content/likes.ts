import { HOUR_MS, localHour, MINUTE_MS } from '../../values/calendar.ts';
import type { Random } from '@agora/seeding/random';
import type { CommunityContext } from '../model/community.ts';
import type { PlannedComment, PlannedLike, PlannedPost, PlannedUser } from '../model/forum-plan.ts';
import { userIndex } from '../../text/people.ts';
import { mayAct } from './users.ts';

/** Fewest and most likes of a post in the demo. */
export const POST_LIKES = [3, 8] as const;
/** Likes of a comment have a Pareto tail, as in a load: P(likes >= k) = (k + 1)^-COMMENT_LIKE_TAIL, of at most so many. */
const COMMENT_LIKE_TAIL = 1.85;
const COMMENT_LIKES = 8;
/** How rare many likes are: the larger, the rarer; a lively thread makes up for it. */
const RARITY = 24;
/** Hour of their own clock before which nobody gives likes. */
const UP = 7;

/** Likes are a draw within these bounds. */
interface Wish {
  wanted: number;
  /** Users who come first, and who never do. */
  certain: readonly number[];
  never: readonly number[];
  /** From when on nobody sees it any more. */
  until: number | null;
  random: Random;
}

interface Liked {
  key: number;
  author: number;
  createdAt: number;
  likes: number;
}

/** Who liked which post: 3 to 8 of the others each, most of them few, and more the livelier its thread. */
export function planPostLikes(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  posts: readonly PlannedPost[],
): PlannedLike[] {
  return posts.flatMap((post, index) => {
    const random = ctx.random('post_likes', post.key);
    const [least, most] = POST_LIKES;
    const share = random.next() ** (RARITY / (2 + post.comments));
    const wanted = least + Math.floor((most - least + 1) * share);
    const certain = (post.text.likedBy ?? []).map(userIndex);
    const never = (post.text.notLikedBy ?? []).map(userIndex);
    return likesOf(
      ctx,
      users,
      { target: post, index },
      { wanted, certain, never, until: post.hiddenAt, random },
    );
  });
}

/** Who liked which comment; most get none or one, answers that were accepted more. */
export function planCommentLikes(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  posts: readonly PlannedPost[],
  comments: readonly PlannedComment[],
): PlannedLike[] {
  return comments.flatMap((comment, index) => {
    if (comment.text.status !== undefined) return [];
    const random = ctx.random('comment_likes', comment.key);
    const wanted =
      Math.min(COMMENT_LIKES, Math.floor((1 - random.next()) ** (-1 / COMMENT_LIKE_TAIL)) - 1) +
      (comment.acceptedAt === null ? 0 : random.int(1, 2));
    const until = posts[comment.post]!.hiddenAt;
    return likesOf(ctx, users, { target: comment, index }, { wanted, certain: [], never: [], until, random });
  });
}

function likesOf(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  { target, index: targetIndex }: { readonly target: Liked; readonly index: number },
  wish: Wish,
): PlannedLike[] {
  const { random } = wish;
  // Weighted sampling without replacement (Efraimidis and Spirakis, 2006): the largest u^(1/w) win.
  const order = users
    .map((user, index) => ({ index, rank: random.next() ** (1 / user.person.generosity) }))
    .filter(({ index }) => index !== target.author && !wish.never.includes(index))
    .toSorted(
      (a, b) =>
        Number(wish.certain.includes(b.index)) - Number(wish.certain.includes(a.index)) || b.rank - a.rank,
    );
  const likes: PlannedLike[] = [];
  for (const { index } of order) {
    if (likes.length === wish.wanted) break;
    const at = momentOf(ctx, users[index]!, { since: target.createdAt, until: wish.until }, random);
    if (at !== null) likes.push({ target: targetIndex, user: index, at });
  }
  target.likes = likes.length;
  return likes;
}

/** When somebody who reads in their own waking hours comes by; null if they never could. */
function momentOf(
  ctx: CommunityContext,
  user: PlannedUser,
  { since, until }: { readonly since: number; readonly until: number | null },
  random: Random,
): number | null {
  const start = Math.max(since, user.joinedAt);
  // A little before the reference date, so that what follows from likes still fits before it.
  const end = Math.min(ctx.calendar.referenceMs - 3 * HOUR_MS, until ?? Number.POSITIVE_INFINITY);
  if (start >= end) return null;
  for (let attempt = 0; attempt < 24; attempt += 1) {
    let at = start + MINUTE_MS + Math.floor(random.logNormal(5 * HOUR_MS, 1.5));
    const hour = localHour(at, user.person.timeZone);
    if (hour < UP) at += (UP - hour) * HOUR_MS + random.int(0, HOUR_MS);
    if (at > end) at = start + Math.floor(random.next() * (end - start));
    if (mayAct(user, at) && localHour(at, user.person.timeZone) >= UP) return at;
  }
  return null;
}
