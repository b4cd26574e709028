import { as, droppedNames, plain, quoted } from '@agora/postgres/parser';

import { suffixOf } from '../names.ts';
import type { Row } from '../row.ts';

/** DROP INDEX: CONCURRENTLY, one at a time. */
export const dropIndex: Row = {
  rules: ['drop-index-not-concurrent'],
  rewrite({ node, model, facts }) {
    const drop = as(node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_INDEX' || drop.concurrent) return undefined;
    if (drop.behavior === 'DROP_CASCADE')
      return { left: 'DROP INDEX CONCURRENTLY takes no CASCADE: drop what depends on the index first' };
    const names = droppedNames(drop.objects);
    const whole = names.find((name) => {
      const table = model.indexes.get(model.key(name))?.table ?? '';
      return facts.tables.get(table)?.partitioned ?? model.tables.get(table)?.partitioned;
    });
    if (whole !== undefined)
      return {
        left: `${plain(whole)} is the index of a partitioned table, which PostgreSQL drops in no other way; the lock is short`,
      };
    const exists = drop.missing_ok ? 'IF EXISTS ' : '';
    return {
      drafts: names.map((name) => ({
        kind: 'build',
        sql: `DROP INDEX CONCURRENTLY ${exists}${quoted(name)}`,
        suffix: `drop_${suffixOf(name.name)}`,
      })),
    };
  },
};
