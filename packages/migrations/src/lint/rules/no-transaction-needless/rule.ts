import { refusesTransaction, transactionControl } from '@agora/postgres';
import { as, each, endsTransactions } from '@agora/postgres/parser';

import { directivesOf } from '../../../project/directives.ts';
import type { Rule } from '../../rule.ts';

export const noTransactionNeedless: Rule = {
  name: 'no-transaction-needless',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A file that gives up its transaction without need',
  why: 'Run statement by statement, a failure in the middle leaves the first half applied. Nothing here needs that: no statement refuses a transaction, works through rows in batches, or validates a constraint.',
  *script({ statements, script }) {
    const [directive] = directivesOf(script.directives, 'no-transaction');
    if (!directive || statements.length < 2) return;
    const needs = statements.some(
      (statement) =>
        refusesTransaction(statement.text) ||
        transactionControl(statement.text) !== undefined ||
        endsTransactions(statement) ||
        ['UpdateStmt', 'DeleteStmt', 'InsertStmt', 'CopyStmt'].some((kind) => kind in statement.node) ||
        [...each(as(statement.node, 'AlterTableStmt')?.cmds, 'AlterTableCmd')].some(
          ({ subtype }) => subtype === 'AT_ValidateConstraint',
        ) ||
        as(statement.node, 'AlterEnumStmt') !== undefined,
    );
    if (needs) return;
    const at = script.sql.indexOf('no-transaction');
    yield {
      span: { start: at, end: at + 'no-transaction'.length },
      message: 'Every statement of this file could run in one transaction.',
      fix: '-- take the line out: the file is then applied as a whole, or not at all',
    };
  },
};
