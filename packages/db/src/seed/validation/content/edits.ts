import { checksOf, type Invariant } from '../model/invariant.ts';
import { editsSql } from './edits.sql.ts';

export const edits: Invariant = {
  name: 'edits',
  summary:
    'A post or comment says when it was last edited. What it said before is kept unless it was purged. Nobody but its author edits it.',
  checks: checksOf(...editsSql),
};
