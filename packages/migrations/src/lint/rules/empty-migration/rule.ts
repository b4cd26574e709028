import type { Rule } from '../../rule.ts';

export const emptyMigration: Rule = {
  name: 'empty-migration',
  severity: 'info',
  category: 'hygiene',
  summary: 'A migration without a statement',
  why: 'It does nothing, and stays in the history for ever. prisma migrate dev writes one when only comments or the client changed, and --create-only when nothing did.',
  directions: ['up'],
  *script({ statements, failures }) {
    if (statements.length > 0 || failures.length > 0) return;
    yield {
      span: { start: 0, end: 0 },
      message: 'This file holds no statement.',
      fix: '-- delete the folder, if it has not been applied anywhere',
    };
  },
};
