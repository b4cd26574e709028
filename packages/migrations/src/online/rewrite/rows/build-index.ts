import { quoteIdentifier } from '@agora/postgres';
import { as, nameOf, type Span } from '@agora/postgres/parser';

import { stateOf } from '../facts.ts';
import { isGone, nameBeside, suffixOf } from '../names.ts';
import type { Row } from '../row.ts';
import { tokensOf, withWordAfter } from '../text.ts';
import { renameSql } from './drop-index.ts';
import { indexByPartitions } from './partitions.ts';

/** CREATE INDEX: CONCURRENTLY; on a partitioned table, for each partition. */
export const buildIndex: Row = {
  rules: ['index-not-concurrent', 'unique-on-existing-column', 'concurrently-refused'],
  rewrite(hazard) {
    const { statement, node, model, facts } = hazard;
    const index = as(node, 'IndexStmt');
    if (index === undefined) return undefined;
    const table = nameOf(index.relation);
    const state = stateOf(facts, model, table);
    if (state?.partitioned ?? model.table(table)?.partitioned)
      return indexByPartitions({ statement, index, table, state, facts });
    if (index.concurrent) return undefined;
    const sql = withWordAfter(statement.text, ['index'], 'CONCURRENTLY');
    const name = index.idxname;
    const suffix = suffixOf(name ?? `index on ${table.name}`);
    if (name === undefined || !isGone(hazard, table, name))
      return { drafts: [{ kind: 'build', sql, suffix }] };
    const beside = nameBeside(hazard, table, name, 'new');
    return {
      drafts: [
        { kind: 'build', sql: named(sql, quoteIdentifier(beside)), suffix },
        { kind: 'change', sql: renameSql({ ...table, name: beside }, name) },
      ],
    };
  },
};

/** A CREATE INDEX CONCURRENTLY with another name. */
function named(sql: string, name: string): string {
  const tokens = tokensOf(sql);
  const word = ({ start, end }: Span): string => sql.slice(start, end).toLowerCase();
  const on = tokens.findIndex((token) => word(token) === 'on');
  const old = tokens[on - 1];
  return old === undefined ? sql : `${sql.slice(0, old.start)}${name}${sql.slice(old.end)}`;
}
