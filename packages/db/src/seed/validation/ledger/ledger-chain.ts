import { checksOf, type Invariant } from '../model/invariant.ts';
import { ledgerChainSql } from './ledger-chain.sql.ts';

export const ledgerChain: Invariant = {
  name: 'ledger-chain',
  summary:
    'Entries of a user are numbered without gaps, in order of time, and each balance follows from the one before.',
  checks: checksOf(ledgerChainSql),
};
