import { as, droppedNames, nameOf, plain } from '@agora/postgres/parser';

import type { Rule, StatementScope } from '../../rule.ts';
import { byPartitions } from '../index-not-concurrent/rule.ts';

export const concurrentlyRefused: Rule = {
  name: 'concurrently-refused',
  severity: 'error',
  category: 'fails',
  summary: 'CONCURRENTLY on a partitioned table',
  why: 'PostgreSQL builds and drops indexes CONCURRENTLY on a partition, and refuses to on the partitioned table itself (0A000): the migration stops.',
  *statement(statement, { model }) {
    const index = as(statement.node, 'IndexStmt');
    if (index?.concurrent && model.table(nameOf(index.relation))?.partitioned) {
      yield {
        message: `${plain(nameOf(index.relation))} is partitioned: no index of it is built CONCURRENTLY.`,
        fix: byPartitions(statement, index),
      };
    }
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_INDEX' || !drop.concurrent) return;
    const refused = droppedNames(drop.objects).filter((name) => isPartitionedIndex(model, model.key(name)));
    if (refused.length === 0) return;
    yield {
      message: `${refused.map(plain).join(', ')} belongs to a partitioned table, and is not dropped CONCURRENTLY.`,
      fix: `-- it is quick, but waits for every query on the table; lock_timeout bounds that:\n${statement.text.replace(/\s+concurrently\b/i, '')};`,
    };
  },
};

/** Whether an index is on a partitioned table. */
export function isPartitionedIndex(model: StatementScope['model'], key: string): boolean {
  return model.tables.get(model.indexes.get(key)?.table ?? '')?.partitioned ?? false;
}
