import { checksOf, type Invariant } from '../model/invariant.ts';
import { secondFactorsSql } from './second-factors.sql.ts';

export const secondFactors: Invariant = {
  name: 'second-factors',
  summary: 'Recovery codes are of who is asked for codes, at most ten; no code of the future was taken.',
  checks: checksOf(...secondFactorsSql),
};
