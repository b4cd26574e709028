import { checksOf, type Invariant } from '../model/invariant.ts';
import { editsSql } from './edits.sql.ts';

export const edits: Invariant = {
  name: 'edits',
  summary:
    'A post knows when it was edited last, what it said before each edit is kept unless it was purged, and its author or the team has edited it.',
  checks: checksOf(...editsSql),
};
