import type { Rule } from '../../rule.ts';

/** Reported by the linter itself, when it sorts findings by their suppressions. */
export const unknownSuppression: Rule = {
  name: 'unknown-suppression',
  severity: 'error',
  category: 'hygiene',
  summary: 'A suppression of a rule that does not exist',
  fix: '-- write the name as the list of rules has it, or take the line out',
  why: 'It allows nothing. The name may be misspelt, or the rule may have another name by now.',
};
