import { refusesTransaction } from '@agora/postgres';
import type { Rule } from '../../rule.ts';
import { transactionOf } from '../../transactions.ts';

export const refusedInTransaction: Rule = {
  name: 'refused-in-transaction',
  severity: 'error',
  category: 'fails',
  summary: 'A statement that refuses a transaction stands inside one',
  why: 'PostgreSQL answers "cannot run inside a transaction block" (SQLSTATE 25001), and the migration stops.',
  *statement(statement, scope) {
    if (!refusesTransaction(statement.text)) return;
    // A transaction of the file's own; that of the deploy is left out for its sake.
    const open = transactionOf(statement, { ...scope, transactional: false }) !== undefined;
    if (!open && !statement.nested) return;
    yield {
      message: statement.nested
        ? 'A DO block always runs inside a transaction, and this statement refuses one.'
        : 'This statement stands between BEGIN and COMMIT, and it refuses a transaction.',
      fix: `-- alone in a migration of its own:\n-- agora: no-transaction\n${statement.text};`,
    };
  },
};
