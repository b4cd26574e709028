import type { LevelModel, PointEconomyModel, UserStatisticsModel } from '../generated/prisma/models.ts';
import { Reason, reasonNames } from './kinds.ts';

/** Counters that achievements go by: columns of UserStatistics. */
export const counters = [
  'posts',
  'comments',
  'likesGiven',
  'likesReceived',
  'streakDays',
] as const satisfies readonly (keyof UserStatisticsModel)[];
export type Counter = (typeof counters)[number];

/** Counters by number. */
export const [POSTS, COMMENTS, LIKES_GIVEN, LIKES_RECEIVED, STREAK_DAYS] = [0, 1, 2, 3, 4] as const;

/** What acts are worth and how many of a kind earn something in one day (UTC): the columns of PointEconomy. */
export type Economy = Readonly<
  Pick<
    PointEconomyModel,
    | 'post'
    | 'comment'
    | 'likeGiven'
    | 'likeReceived'
    | 'answerAccepted'
    | 'welcomeBonus'
    | 'dailyPosts'
    | 'dailyComments'
    | 'dailyLikes'
  >
>;

/** A standing, held from a balance on. */
export type LevelRule = Readonly<Pick<LevelModel, 'rank' | 'minPoints'>>;

/** Earned when a counter reaches a value; the points are paid once. */
export interface AchievementRule {
  readonly counter: Counter;
  readonly atLeast: number;
  readonly points: number;
}

/** What a community has decided about points. */
export interface EconomyText {
  readonly economy: Economy;
  readonly levels: readonly LevelRule[];
  /** Of several that are reached by one act, the first is paid first. */
  readonly achievements: readonly AchievementRule[];
}

/** The same, ready to be applied: arrays by the numbers of {@link Reason} and {@link counters}. */
export interface EconomyRules {
  readonly worth: Int32Array;
  /** Infinity where a day has no end. */
  readonly dailyCap: Float64Array;
  readonly achievements: readonly (Omit<AchievementRule, 'counter'> & { readonly counter: number })[];
  readonly levels: readonly LevelRule[];
}

/** Worth and daily cap of what acts earn. All else comes with an amount of its own. */
const earning: Readonly<
  Partial<Record<keyof typeof Reason, readonly [worth: keyof Economy, cap?: keyof Economy]>>
> = {
  WELCOME: ['welcomeBonus'],
  POST: ['post', 'dailyPosts'],
  COMMENT: ['comment', 'dailyComments'],
  LIKE_GIVEN: ['likeGiven', 'dailyLikes'],
  LIKE_RECEIVED: ['likeReceived', 'dailyLikes'],
  ANSWER_ACCEPTED: ['answerAccepted'],
};

/** Readies what a community has decided. */
export function economyRules({ economy, levels, achievements }: EconomyText): EconomyRules {
  const column = (index: 0 | 1, absent: number): number[] =>
    reasonNames.map((reason) => {
      const name = earning[reason]?.[index];
      return name === undefined ? absent : economy[name];
    });
  return {
    worth: Int32Array.from(column(0, 0)),
    dailyCap: Float64Array.from(column(1, Number.POSITIVE_INFINITY)),
    achievements: achievements.map((rule) => ({ ...rule, counter: counters.indexOf(rule.counter) })),
    levels,
  };
}

/** Rank of the highest level that a balance reaches; 1 where there is none. */
export function levelOf({ levels }: Pick<EconomyRules, 'levels'>, points: number): number {
  let rank = 1;
  for (const level of levels) if (points >= level.minPoints && level.rank > rank) rank = level.rank;
  return rank;
}

/** How far a count is with an achievement. */
export function progressOf({ atLeast }: Pick<AchievementRule, 'atLeast'>, count: number): number {
  return Math.min(count, atLeast);
}

/** Whether a count earns an achievement. */
export function isReached({ atLeast }: Pick<AchievementRule, 'atLeast'>, count: number): boolean {
  return count >= atLeast;
}
