import { checksOf, type Invariant } from '../model/invariant.ts';
import { achievementWorthSql } from './achievement-worth.sql.ts';
import { achievementsSql } from './achievements.sql.ts';
import { levelsSql } from './levels.sql.ts';

export const levels: Invariant = {
  name: 'levels',
  summary:
    'A user’s level is the highest whose minimum the balance reaches, and higher ones take more points.',
  checks: checksOf(...levelsSql),
};

export const achievements: Invariant = {
  name: 'achievements',
  summary: 'Progress is the counter up to its threshold; what reaches it has been earned, and nothing else.',
  checks: checksOf(...achievementsSql),
};

export const achievementWorth: Invariant = {
  name: 'achievement-worth',
  summary: 'What is earned was paid, and what was paid for an achievement is what it is worth.',
  checks: checksOf(...achievementWorthSql),
};
