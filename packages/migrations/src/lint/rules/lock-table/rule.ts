import { as, nameOf, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const lockTable: Rule = {
  name: 'lock-table',
  severity: 'warning',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'An explicit LOCK TABLE',
  why: 'The lock is held until the end of the migration, whatever else the migration does meanwhile. DDL takes the lock it needs by itself.',
  *statement(statement, { model }) {
    const lock = as(statement.node, 'LockStmt');
    const tables = (lock?.relations ?? [])
      .map((node) => nameOf(as(node, 'RangeVar')))
      .filter((name) => !model.isNew(name));
    // Modes by number (lockdefs.h): 5 SHARE, 6 SHARE ROW EXCLUSIVE, 7 EXCLUSIVE, 8 ACCESS EXCLUSIVE.
    if (!lock || (lock.mode ?? 8) < 5 || tables.length === 0) return;
    yield {
      message: `${tables.map(plain).join(', ')} stays locked until the end of the migration.`,
      fix: '-- take the statement out; where a copy must not miss a write, use a trigger and copy in batches',
    };
  },
};
