import type { Rule } from '../../rule.ts';

/** Reported by the linter itself, when it sorts findings by their suppressions. */
export const unusedSuppression: Rule = {
  name: 'unused-suppression',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A suppression that matches nothing',
  fix: '-- take the line out',
  why: 'The hazard is gone, or was never there; the line would hide one that comes later.',
};
