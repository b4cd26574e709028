import { checksOf, type Invariant } from '../model/invariant.ts';
import { userStatisticsSql } from './user-statistics.sql.ts';

export const userStatistics: Invariant = {
  name: 'user-statistics',
  summary:
    'Statistics are the counts of what the user published, gave and received and the days in a row, and everybody who has not left has them.',
  checks: checksOf(...userStatisticsSql),
};
