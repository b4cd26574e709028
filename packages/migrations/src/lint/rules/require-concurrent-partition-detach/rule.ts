import { as, nameOf, plain } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import type { Rule } from '../../rule.ts';

export const requireConcurrentPartitionDetach: Rule = {
  name: 'require-concurrent-partition-detach',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A partition is detached without CONCURRENTLY',
  why: 'The lock stands on the partitioned table itself, so every query on any partition waits behind it.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const partition = as(command.def, 'PartitionCmd');
      if (command.subtype !== 'AT_DetachPartition' || partition?.concurrent || model.isNew(table)) continue;
      // Rows that refer to those of the partition are looked for.
      const isReferred = [...model.tables.values()].some(({ constraints }) =>
        constraints.some(({ parent }) => parent === model.key(table)),
      );
      yield {
        span: alteration,
        ...(isReferred ? { hold: { lock: 'ACCESS EXCLUSIVE', work: 'reads every row' } as const } : {}),
        message: `Queries on any partition of ${plain(table)} wait until ${plain(nameOf(partition?.name))} is detached.`,
        fix: `-- alone in a migration of its own, which then runs without a transaction:\n${statement.text} CONCURRENTLY;`,
      };
    }
  },
};
