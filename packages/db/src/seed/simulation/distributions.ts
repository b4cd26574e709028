import { DAY_MS, HOUR_MS } from '../values/calendar.ts';

/**
 * How unevenly people write: contributions by rank follow Zipf's law with an exponent a little below 1. Adamic and
 * Huberman, "Zipf's law and the Internet", Glottometrics 3, 2002; Nielsen's 90-9-1 rule, 2006.
 */
export const ACTIVITY_EXPONENT = 0.85;
/** Likes are given by more people than write. */
export const LIKING_EXPONENT = 0.6;
export const POSTS_PER_USER = 2.5;
/**
 * Likes and comments of a post are log-normal: most get few, some hundreds. Wu and Huberman, "Novelty and collective
 * attention", PNAS 104(45), 2007.
 */
export const POST_LIKES = { median: 5, sigma: 1.3 } as const;
export const POST_COMMENTS = { median: 4, sigma: 1.35, most: 400 } as const;
/** Likes of a comment have a Pareto tail: P(likes >= k) = (k + 1)^-COMMENT_LIKE_TAIL. */
export const COMMENT_LIKE_TAIL = 1.85;

/** Relative activity by hour of the day, in the community's own time: evenings most, nights least. */
const hours = [3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 11, 10, 10, 10, 10, 11, 12, 13, 14, 13, 10, 6];
/** Relative activity by day, from Thursday, the day of 1970-01-01. */
const days = [1.05, 0.95, 0.65, 0.7, 1.1, 1.15, 1.1];
const WEEK_HOURS = 168;

const cumulative = ((): Float64Array => {
  const weights = Array.from(
    { length: WEEK_HOURS },
    (_, hour) => days[Math.floor(hour / 24)]! * hours[hour % 24]!,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sums = new Float64Array(WEEK_HOURS + 1);
  weights.forEach((weight, hour) => (sums[hour + 1] = sums[hour]! + weight / total));
  return sums;
})();

/**
 * Moves an evenly spread moment to where people are awake: within its week, along the inverse of the cumulative
 * activity. Keeps the order of moments.
 */
export function inWakingHours(ms: number): number {
  const week = Math.floor(ms / (7 * DAY_MS)) * 7 * DAY_MS;
  const share = (ms - week) / (7 * DAY_MS);
  let low = 0;
  let high = WEEK_HOURS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! <= share) low = middle;
    else high = middle;
  }
  const within = (share - cumulative[low]!) / (cumulative[low + 1]! - cumulative[low]!);
  return Math.floor(week + (low + within) * HOUR_MS);
}
