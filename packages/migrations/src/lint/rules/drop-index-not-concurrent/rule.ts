import { as, droppedNames, plain, quoted } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';
import { isPartitionedIndex } from '../concurrently-refused/rule.ts';

export const dropIndexNotConcurrent: Rule = {
  name: 'drop-index-not-concurrent',
  severity: 'warning',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'DROP INDEX without CONCURRENTLY',
  why: 'It is quick, but needs an ACCESS EXCLUSIVE lock on the table, for which it waits behind every running query, while every new query waits behind it. lock_timeout bounds that wait. In one transaction with other work the lock is held until the end of it.',
  *statement(statement, { model }) {
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_INDEX' || drop.concurrent) return;
    const existing = droppedNames(drop.objects).filter((name) => {
      const index = model.indexes.get(model.key(name));
      // Then it may well not be there, and if it is, the lock is short.
      if (drop.missing_ok === true && index === undefined) return false;
      const table = index && model.tables.get(index.table);
      return !model.isUnseen(index?.createdIn) && !model.isUnseen(table?.createdIn);
    });
    if (existing.length === 0) return;
    const partitioned = existing.some((name) => isPartitionedIndex(model, model.key(name)));
    yield {
      message: `Dropping ${existing.map(plain).join(', ')} locks its table against reads and writes.`,
      fix: partitioned
        ? '-- the index of a partitioned table is not dropped CONCURRENTLY: alone in a migration of its own, so that the lock is short\n-- agora: lock-timeout 2s'
        : drop.behavior === 'DROP_CASCADE'
          ? '-- CONCURRENTLY takes no CASCADE: drop what depends on the index first, then the index so'
          : `-- ${existing.length > 1 ? 'each alone in a migration' : 'alone in a migration'} of its own, which then runs without a transaction:\n${existing.map((name) => `DROP INDEX CONCURRENTLY ${drop.missing_ok ? 'IF EXISTS ' : ''}${quoted(name)};`).join('\n')}`,
    };
  },
};
