import { checksOf, type Invariant } from '../model/invariant.ts';
import { ledgerKeysSql } from './ledger-keys.sql.ts';
import { ledgerSourcesSql } from './ledger-sources.sql.ts';
import { rewardedOnceSql } from './rewarded-once.sql.ts';
import { tipsSql } from './tips.sql.ts';

export const ledgerSources: Invariant = {
  name: 'ledger-sources',
  summary:
    'What an entry names as its source is in the same community, not younger, of the kind that the reason wants, and the user’s or not as it should be.',
  checks: checksOf(...ledgerSourcesSql),
};

export const ledgerKeys: Invariant = {
  name: 'ledger-keys',
  summary:
    'A key that says what it is for is that of an entry for this: under another the same could be rewarded twice.',
  checks: checksOf(ledgerKeysSql),
};

export const rewardedOnce: Invariant = {
  name: 'rewarded-once',
  summary: 'Nobody is rewarded twice for the same.',
  checks: checksOf(rewardedOnceSql),
};

export const tips: Invariant = {
  name: 'tips',
  summary: 'What one has tipped another has received.',
  checks: checksOf(tipsSql),
};
