import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../values/calendar.ts';
import { counters } from '../../economy/index.ts';
import { decide } from './decide.ts';
import { COMMENT_LIKE_TAIL, POST_COMMENTS, POST_LIKES } from './distributions.ts';
import { communitiesOf } from './scale.ts';

const REFERENCE = Date.parse('2026-11-20T18:00:00Z');
const USERS = 4000;
const { plan, outcome } = decide({ seed: 1, referenceMs: REFERENCE }, { ordinal: 0, users: USERS }, true);

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

/** How much of the total the most active share of users makes. */
function shareOfTop(counts: readonly number[], share: number): number {
  const sorted = counts.toSorted((a, b) => b - a);
  const top = sorted.slice(0, Math.round(counts.length * share)).reduce((sum, count) => sum + count, 0);
  return top / sorted.reduce((sum, count) => sum + count, 0);
}

const counter = (index: number): number[] =>
  Array.from({ length: USERS }, (_, user) => outcome!.standing.counters[user * counters.length + index]!);

describe('the shape of a generated community', () => {
  test('comments and likes of posts are log-normal, with the parameters that are stated', () => {
    const comments = [...plan.postComments];
    expect(quantile(comments, 0.5)).toBeGreaterThanOrEqual(POST_COMMENTS.median - 2);
    expect(quantile(comments, 0.5)).toBeLessThanOrEqual(POST_COMMENTS.median);
    // A log-normal's 84th percentile is exp(sigma) times its median; rounding down and rejected replies take a little.
    const spread = quantile(comments, 0.84) / POST_COMMENTS.median;
    expect(spread).toBeGreaterThan(Math.exp(POST_COMMENTS.sigma) * 0.65);
    expect(spread).toBeLessThan(Math.exp(POST_COMMENTS.sigma) * 1.1);
    const likes = quantile([...plan.postLikes], 0.84) / POST_LIKES.median;
    expect(likes).toBeGreaterThan(Math.exp(POST_LIKES.sigma) * 0.65);
    expect(likes).toBeLessThan(Math.exp(POST_LIKES.sigma) * 1.1);
    expect(Math.max(...comments)).toBeGreaterThan(100);
  });

  test('likes of comments have a Pareto tail of the stated exponent', () => {
    const likes = Array.from(plan.commentLikes.data.subarray(0, plan.commentLikes.length));
    // The maximum likelihood estimate for P(likes >= k) = (k + 1)^-a, from k = 4 on (Clauset, Shalizi, Newman:
    // "Power-law distributions in empirical data", SIAM Review 51(4), 2009, equation 3.7).
    const tail = likes.filter((count) => count >= 4);
    const estimate = tail.length / tail.reduce((sum, count) => sum + Math.log((count + 1) / 4.5), 0);
    expect(tail.length).toBeGreaterThan(1000);
    expect(estimate).toBeGreaterThan(COMMENT_LIKE_TAIL - 0.35);
    expect(estimate).toBeLessThan(COMMENT_LIKE_TAIL + 0.35);
  });

  test('few write most, more give likes, and all of it stays below what one person can do', () => {
    const comments = counter(1);
    expect(shareOfTop(comments, 0.1)).toBeGreaterThan(0.45);
    expect(shareOfTop(comments, 0.1)).toBeLessThan(0.85);
    expect(shareOfTop(counter(2), 0.1)).toBeLessThan(shareOfTop(comments, 0.1));
    expect(Math.max(...comments) / 730).toBeLessThan(30);
  });

  test('rows are in proportion to users', () => {
    expect(plan.posts / USERS).toBeCloseTo(2.5, 1);
    expect(plan.commentPost.length / plan.posts).toBeGreaterThan(7);
    expect(plan.commentPost.length / plan.posts).toBeLessThan(11);
    expect((plan.postLikeUser.length + plan.commentLikeUser.length) / USERS).toBeGreaterThan(35);
    expect((plan.postLikeUser.length + plan.commentLikeUser.length) / USERS).toBeLessThan(60);
  });

  test('the community grows, sleeps at night, and rests at weekends', () => {
    const half = plan.openedAt + (REFERENCE - plan.openedAt) / 2;
    const early = plan.postCreated.filter((at) => at < half).length;
    expect(early / plan.posts).toBeLessThan(0.2);
    const hours = Array.from({ length: 24 }, () => 0);
    const days = Array.from({ length: 7 }, () => 0);
    for (const at of plan.postCreated) {
      hours[Math.floor((at % DAY_MS) / 3_600_000)]! += 1;
      days[new Date(at).getUTCDay()]! += 1;
    }
    expect(hours[20]! / hours[3]!).toBeGreaterThan(5);
    expect(days[2]! / days[6]!).toBeGreaterThan(1.3);
  });

  test('threads nest, to ten levels at most, and most replies are near the top', () => {
    const depths = Array.from(plan.commentDepth.data.subarray(0, plan.commentDepth.length));
    expect(Math.max(...depths)).toBe(10);
    expect(depths.filter((depth) => depth === 0).length / depths.length).toBeGreaterThan(0.35);
    expect(depths.filter((depth) => depth >= 5).length / depths.length).toBeGreaterThan(0.005);
  });

  test('communities differ in size, and a larger load begins with those of a smaller', () => {
    const small = communitiesOf(3);
    expect(communitiesOf(8).slice(0, small.length)).toEqual(small);
    expect(communitiesOf(8).reduce((sum, { users }) => sum + users, 0)).toBe(80_000);
    const sizes = small.map(({ users }) => users);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(10);
    expect(Math.max(...communitiesOf(1000).map(({ users }) => users))).toBe(10_000);
  });
});
