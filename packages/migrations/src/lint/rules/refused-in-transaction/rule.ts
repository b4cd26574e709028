import { refusesTransaction } from '@agora/postgres';
import { as } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const refusedInTransaction: Rule = {
  name: 'refused-in-transaction',
  severity: 'error',
  category: 'fails',
  summary: 'A statement that refuses a transaction stands inside one',
  why: 'PostgreSQL answers "cannot run inside a transaction block" (SQLSTATE 25001), and the migration stops.',
  *script({ statements }) {
    let open = false;
    for (const statement of statements) {
      const control = as(statement.node, 'TransactionStmt')?.kind;
      if (control === 'TRANS_STMT_BEGIN' || control === 'TRANS_STMT_START') open = true;
      if (control === 'TRANS_STMT_COMMIT' || control === 'TRANS_STMT_ROLLBACK') open = false;
      if (!(open || statement.nested) || !refusesTransaction(statement.text)) continue;
      yield {
        span: statement,
        message: statement.nested
          ? 'A DO block always runs inside a transaction, and this statement refuses one.'
          : 'This statement stands between BEGIN and COMMIT, and it refuses a transaction.',
        fix: `-- alone in a migration of its own:\n-- agora: no-transaction\n${statement.text};`,
      };
    }
  },
};
