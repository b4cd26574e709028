import { as, nameOf, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const indexNotConcurrent: Rule = {
  name: 'index-not-concurrent',
  severity: 'error',
  category: 'blocks',
  lock: 'SHARE',
  summary: 'CREATE INDEX on an existing table without CONCURRENTLY',
  why: 'The table is locked in SHARE mode while the index is built: reads go on, every INSERT, UPDATE and DELETE waits. On a large table that is minutes. lock_timeout does not help: it bounds the wait for the lock, not how long it is held.',
  *statement(statement, { model }) {
    const index = as(statement.node, 'IndexStmt');
    if (!index || index.concurrent) return;
    const table = nameOf(index.relation);
    if (model.isNew(table)) return;
    yield {
      message: `Writes to ${plain(table)} wait while ${index.idxname ?? 'the index'} is built.`,
      fix: `-- alone in a migration of its own, which then runs without a transaction:\n${concurrently(statement.text)};`,
    };
  },
};

/** The same CREATE INDEX, CONCURRENTLY. */
export function concurrently(text: string): string {
  return text.replace(/^(create\s+(?:unique\s+)?index)\b/i, '$1 CONCURRENTLY');
}
