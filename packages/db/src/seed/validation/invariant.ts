/** Something that must hold in every community, as set-based queries for what breaks it. */
export interface Invariant {
  /** Short name, in kebab case. */
  readonly name: string;
  /** What must hold, in one line. */
  readonly summary: string;
  /**
   * Each returns offending rows as `community_id`, `row` (which one) and `detail` (what is wrong with it).
   * `$1` is the list of communities to look at, or null for all. Several instead of one UNION ALL, whose branches
   * would keep their hash tables until the last of them has ended.
   */
  readonly checks: readonly string[];
}

/** SQL condition that keeps a query to the communities asked for. */
export function inScope(alias: string): string {
  return `($1::uuid[] IS NULL OR ${alias}.community_id = ANY ($1::uuid[]))`;
}

/** SQL for the counter, in `user_statistics` as `s`, that the achievement `a` goes by; null when it names none. */
export function counterOf(a: string, s: string): string {
  return `CASE ${a}.criteria ->> 'counter' WHEN 'posts' THEN ${s}.posts WHEN 'comments' THEN ${s}.comments
    WHEN 'likesGiven' THEN ${s}.likes_given WHEN 'likesReceived' THEN ${s}.likes_received WHEN 'streakDays' THEN ${s}.streak_days END`;
}

/** SQL for the value of the counter at which the achievement `a` is earned. */
export function thresholdOf(a: string): string {
  return `(${a}.criteria ->> 'atLeast')::int`;
}
