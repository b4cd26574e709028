import { checksOf, type Invariant } from '../model/invariant.ts';
import { settingsSql } from './settings.sql.ts';

export const settings: Invariant = {
  name: 'settings',
  summary:
    'The stored settings of a community can be read: one that cannot counts as its default, and nobody is told. Slow mode waits a day at most.',
  checks: checksOf(...settingsSql),
};
