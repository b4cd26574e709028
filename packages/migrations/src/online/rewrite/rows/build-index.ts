import { as, nameOf } from '@agora/postgres/parser';

import { stateOf } from '../facts.ts';
import { suffixOf } from '../names.ts';
import type { Row } from '../row.ts';
import { withWordAfter } from '../text.ts';
import { indexByPartitions } from './partitions.ts';

/** CREATE INDEX: CONCURRENTLY; on a partitioned table, for each partition. */
export const buildIndex: Row = {
  rules: ['index-not-concurrent', 'unique-on-existing-column', 'concurrently-refused'],
  rewrite({ statement, node, model, facts }) {
    const index = as(node, 'IndexStmt');
    if (index === undefined) return undefined;
    const table = nameOf(index.relation);
    const state = stateOf(facts, model, table);
    if (state?.partitioned ?? model.table(table)?.partitioned)
      return indexByPartitions({ statement, index, table, state, facts });
    if (index.concurrent) return undefined;
    const sql = withWordAfter(statement.text, ['index'], 'CONCURRENTLY');
    return { drafts: [{ kind: 'build', sql, suffix: suffixOf(index.idxname ?? `index on ${table.name}`) }] };
  },
};
