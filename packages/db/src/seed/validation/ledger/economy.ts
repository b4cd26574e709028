import { checksOf, type Invariant } from '../model/invariant.ts';
import { dailyCapsSql } from './daily-caps.sql.ts';
import { economyAmountsSql } from './economy-amounts.sql.ts';

export const economyAmounts: Invariant = {
  name: 'economy-amounts',
  summary: 'Entries for content are worth what the community’s point economy says, and it has one.',
  checks: checksOf(economyAmountsSql),
};

export const dailyCaps: Invariant = {
  name: 'daily-caps',
  summary: 'Nobody is rewarded more often in a day (UTC) than the point economy allows.',
  checks: checksOf(dailyCapsSql),
};
