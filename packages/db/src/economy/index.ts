export { Account, type TakeEntry } from './account.ts';
export type { Acts } from './acts.ts';
export { ActivityDays, dayOf, startOfDay } from './activity-days.ts';
export { type Column, Ints, Moments, used } from './columns.ts';
export {
  countersOf,
  type EconomyOutcome,
  foldEconomy,
  type LedgerColumns,
  type ProgressColumns,
  type StandingColumns,
} from './fold.ts';
export { kindOf, NO_SOURCE, Reason, reasonNames, reasonOf, Source, sourceNames, sourceOf } from './kinds.ts';
export {
  type AchievementRule,
  COMMENTS,
  type Counter,
  counters,
  type Economy,
  type EconomyRules,
  economyRules,
  type EconomyText,
  isReached,
  type LevelRule,
  LIKES_GIVEN,
  LIKES_RECEIVED,
  levelOf,
  POSTS,
  progressOf,
  STREAK_DAYS,
} from './rules.ts';
