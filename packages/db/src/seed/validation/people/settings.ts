import { checksOf, type Invariant } from '../model/invariant.ts';
import { settingsSql } from './settings.sql.ts';

export const settings: Invariant = {
  name: 'settings',
  summary: 'What a community has settled can be read, and so is not the default in silence.',
  checks: checksOf(...settingsSql),
};
