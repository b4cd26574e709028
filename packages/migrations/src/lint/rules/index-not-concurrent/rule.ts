import { as, nameOf, type ParsedStatement, plain } from '@agora/postgres/parser';
import type { IndexStmt } from 'libpg-query';

import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const indexNotConcurrent: Rule = {
  name: 'index-not-concurrent',
  severity: 'error',
  category: 'blocks',
  lock: 'SHARE',
  work: 'builds an index',
  summary: 'CREATE INDEX on an existing table without CONCURRENTLY',
  why: 'The table is locked in SHARE mode while the index is built: reads go on, every INSERT, UPDATE and DELETE waits. On a large table that is minutes. lock_timeout does not help: it bounds the wait for the lock, not how long it is held.',
  *statement(statement, { model }) {
    const index = as(statement.node, 'IndexStmt');
    if (!index || index.concurrent) return;
    const table = nameOf(index.relation);
    if (model.isNew(table)) return;
    if (isThereAlready(index, model)) return;
    // ON ONLY a partitioned table: nothing is built.
    if (model.table(table)?.partitioned && index.relation?.inh !== true) return;
    yield {
      message: `Writes to ${plain(table)} wait while ${index.idxname ?? 'the index'} is built.`,
      fix: withoutBlocking(statement, index, model),
    };
  },
};

/** Whether IF NOT EXISTS finds an index of that name: nothing is built then. */
export function isThereAlready(
  { if_not_exists: mayExist, idxname, relation }: IndexStmt,
  model: SchemaModel,
): boolean {
  if (mayExist !== true || idxname === undefined) return false;
  const { schema } = nameOf(relation);
  return model.indexes.has(model.key(schema === undefined ? { name: idxname } : { schema, name: idxname }));
}

/** How to build the same index while the table is written to. */
export function withoutBlocking(statement: ParsedStatement, index: IndexStmt, model: SchemaModel): string {
  if (model.table(nameOf(index.relation))?.partitioned) return byPartitions(statement, index);
  const text = index.concurrent
    ? statement.text
    : statement.text.replace(/^(create\s+(?:unique\s+)?index)\b/i, '$1 CONCURRENTLY');
  return `-- alone in a migration of its own, which then runs without a transaction:\n${text};`;
}

/** The same index of a partitioned table, whose parts are built CONCURRENTLY. */
export function byPartitions(statement: ParsedStatement, index: IndexStmt): string {
  const at = statement.at(index.relation?.location) - statement.start;
  const only = index.relation?.inh === true ? 'ONLY ' : '';
  const whole = (statement.text.slice(0, at) + only + statement.text.slice(at)).replace(
    /^(create\s+(?:unique\s+)?index)\s+concurrently\b/i,
    '$1',
  );
  const name = index.idxname ?? '<index>';
  return `-- the table is partitioned, and its index is not built CONCURRENTLY as a whole:\n${whole};\n-- then for each partition, alone in a migration of its own:\nCREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY "${name}_<partition>" ON <partition> (...);\n-- then, in the next:\nALTER INDEX "${name}" ATTACH PARTITION "${name}_<partition>";`;
}
