import { refusesTransaction } from '@agora/postgres';
import { as } from '@agora/postgres/parser';

import { directivesOf } from '../../../project/directives.ts';
import type { Rule } from '../../rule.ts';

export const noTransactionMissing: Rule = {
  name: 'no-transaction-missing',
  severity: 'info',
  category: 'hygiene',
  summary: 'A statement that refuses a transaction, in a file that does not say so',
  why: 'The deploy sees it and leaves the transaction out; a reader may not. CREATE INDEX CONCURRENTLY needs no directive, since everyone knows it.',
  *script({ statements, script }) {
    if (directivesOf(script.directives, 'no-transaction').length > 0) return;
    const found = statements.find(
      ({ nested, node, text }) => !nested && !as(node, 'IndexStmt') && refusesTransaction(text),
    );
    if (!found) return;
    yield {
      span: found,
      message: 'Because of this statement the file runs without a transaction, and does not say so.',
      fix: '-- as the first line of the file:\n-- agora: no-transaction',
    };
  },
};
