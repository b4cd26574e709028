import { DAY_MS } from '../values/calendar.ts';
import { achievements, type Counter } from '../text/reference.ts';
import type { PlannedAchievement, PlannedContent, PlannedStatistics, PlannedUser } from './forum-plan.ts';

/** Moments at which each counter of each user went up, in order of time. */
export type Moments = Readonly<Record<Counter, readonly number[]>>;

/** Counts nothing but what is there: published posts and comments, and all likes. */
export function countMoments(content: PlannedContent): Moments[] {
  const moments = content.users.map(() => ({
    posts: [] as number[],
    comments: [] as number[],
    likesGiven: [] as number[],
    likesReceived: [] as number[],
  }));
  for (const post of content.posts) {
    if (post.text.status === undefined) moments[post.author]!.posts.push(post.createdAt);
  }
  for (const comment of content.comments) {
    if (comment.text.status === undefined) moments[comment.author]!.comments.push(comment.createdAt);
  }
  for (const [likes, targets] of [
    [content.postLikes, content.posts],
    [content.commentLikes, content.comments],
  ] as const) {
    for (const like of likes) {
      moments[like.user]!.likesGiven.push(like.at);
      moments[targets[like.target]!.author]!.likesReceived.push(like.at);
    }
  }
  for (const own of moments) for (const times of Object.values(own)) times.sort((a, b) => a - b);
  return moments;
}

export function planStatistics(
  users: readonly PlannedUser[],
  moments: readonly Moments[],
): PlannedStatistics[] {
  return moments.map((own, index) => {
    const days = new Set([...own.posts, ...own.comments].map((at) => Math.floor(at / DAY_MS)));
    const last = days.size === 0 ? null : Math.max(...days);
    return {
      posts: own.posts.length,
      comments: own.comments.length,
      likesGiven: own.likesGiven.length,
      likesReceived: own.likesReceived.length,
      streakDays: last === null ? 0 : streakEndingOn(last, days),
      lastActiveOn: last === null ? null : last * DAY_MS,
      lastActionAt: Math.max(users[index]!.joinedAt, ...own.posts, ...own.comments, ...own.likesGiven),
    };
  });
}

function streakEndingOn(last: number, days: ReadonlySet<number>): number {
  let first = last;
  while (days.has(first - 1)) first -= 1;
  return last - first + 1;
}

/** Progress of everybody who has begun; earned at the moment the counter reached the threshold. */
export function planAchievements(moments: readonly Moments[]): PlannedAchievement[] {
  return moments.flatMap((own, user) =>
    achievements.flatMap(({ counter, atLeast }, achievement) => {
      const times = own[counter];
      if (times.length === 0) return [];
      return {
        user,
        achievement,
        progress: Math.min(times.length, atLeast),
        earnedAt: times[atLeast - 1] ?? null,
        startedAt: times[0]!,
      };
    }),
  );
}
