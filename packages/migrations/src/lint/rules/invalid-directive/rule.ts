import type { Rule } from '../../rule.ts';

/** Reported by the linter itself, from what reading the directives found. */
export const invalidDirective: Rule = {
  name: 'invalid-directive',
  severity: 'error',
  category: 'hygiene',
  summary: 'A comment that begins like a directive and is none',
  fix: '-- FORMATS.md lists the directives; one stands alone in a line, above the first statement',
  why: 'It would do nothing, and its author believes that it does. A suppression needs its reason; directives stand before the first statement.',
};
