import { as, type ParsedStatement } from '@agora/postgres/parser';

import type { ScriptUnderLint } from './rule.ts';

/**
 * The transaction in which a statement runs: 0 for that of the whole file, the place of the BEGIN for one that the
 * file brings itself, undefined where each statement has its own.
 */
export function transactionOf(
  statement: ParsedStatement,
  { transactional, statements }: ScriptUnderLint,
): number | undefined {
  if (transactional) return 0;
  let begun: number | undefined;
  for (const { node, start } of statements) {
    if (start >= statement.start) break;
    const control = as(node, 'TransactionStmt')?.kind;
    if (control === 'TRANS_STMT_BEGIN' || control === 'TRANS_STMT_START') begun = start;
    if (control === 'TRANS_STMT_COMMIT' || control === 'TRANS_STMT_ROLLBACK') begun = undefined;
  }
  return begun;
}
