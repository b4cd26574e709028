import { checksOf, type Invariant } from '../model/invariant.ts';
import { ledgerBalanceSql } from './ledger-balance.sql.ts';

export const ledgerBalance: Invariant = {
  name: 'ledger-balance',
  summary: 'A user’s points are the sum of the ledger, and the user knows the number of entries.',
  checks: checksOf(ledgerBalanceSql),
};
