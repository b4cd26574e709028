import { checksOf, type Invariant } from '../model/invariant.ts';
import { editsSql } from './edits.sql.ts';

export const edits: Invariant = {
  name: 'edits',
  summary:
    'What is edited knows when it was last, what a post said before each edit is kept unless it was purged, and its author, or the team, has edited it.',
  checks: checksOf(...editsSql),
};
