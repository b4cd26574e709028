import { checksOf, type Invariant } from '../model/invariant.ts';
import { purgedSql } from './purged.sql.ts';

export const purged: Invariant = {
  name: 'purged',
  summary: 'Of what was purged for the law no text, revision, medium or copy is left.',
  checks: checksOf(...purgedSql),
};
