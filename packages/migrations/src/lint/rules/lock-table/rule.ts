import { as, nameOf, plain } from '@agora/postgres/parser';
import { LOCK_MODES, whoWaits } from '../../locks/lock-mode.ts';
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
    // Modes by number (lockdefs.h), from 1.
    const mode = LOCK_MODES[(lock?.mode ?? LOCK_MODES.length) - 1];
    if (!lock || mode === undefined || whoWaits(mode) === 'nothing' || tables.length === 0) return;
    yield {
      hold: { lock: mode },
      message: `${tables.map(plain).join(', ')} stays locked until the end of the migration.`,
      fix: '-- take the statement out; where a copy must not miss a write, use a trigger and copy in batches',
    };
  },
};
