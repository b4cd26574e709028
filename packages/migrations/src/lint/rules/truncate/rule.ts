import { as, nameOf, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const truncate: Rule = {
  name: 'truncate',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'TRUNCATE of an existing table',
  why: 'Every row is gone, no trigger for deleted rows fires, and with CASCADE every table that refers to it is emptied too.',
  directions: ['up'],
  *statement(statement, { model }) {
    const found = as(statement.node, 'TruncateStmt');
    const tables = (found?.relations ?? [])
      .map((node) => nameOf(as(node, 'RangeVar')))
      .filter((name) => !model.isNew(name));
    if (!found || tables.length === 0) return;
    const cascade = found.behavior === 'DROP_CASCADE' ? ', and every table that refers to it' : '';
    yield {
      message: `TRUNCATE empties ${tables.map(plain).join(', ')}${cascade}.`,
      fix: '-- a migration changes the schema; empty tables by hand, or say why:\n-- agora: allow truncate because <reason>',
    };
  },
};
