import { quoteIdentifier } from '@agora/postgres';
import { as, droppedNames, type Name, plain, quoted } from '@agora/postgres/parser';

import { nameBeside, suffixOf } from '../names.ts';
import type { Row } from '../row.ts';
import type { Draft } from '../step.ts';

/** DROP INDEX: CONCURRENTLY, one at a time. */
export const dropIndex: Row = {
  rules: ['drop-index-not-concurrent'],
  rewrite(hazard) {
    const { node, model, facts } = hazard;
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
      drafts: names.flatMap((name): readonly Draft[] => {
        const drop = (gone: Name): Draft => ({
          kind: 'build',
          sql: `DROP INDEX CONCURRENTLY ${exists}${quoted(gone)}`,
          suffix: `drop_${suffixOf(name.name)}`,
        });
        if (!hazard.comes.has(`index ${model.key(name)}`)) return [drop(name)];
        // Another takes its name: it stands under a third one until then.
        const beside = nameBeside(hazard, name, name.name, 'old');
        return [{ kind: 'change', sql: renameSql(name, beside, exists) }, drop({ ...name, name: beside })];
      }),
    };
  },
};

/** @param exists `IF EXISTS `, or nothing */
export function renameSql(index: Name, name: string, exists = ''): string {
  return `ALTER INDEX ${exists}${quoted(index)} RENAME TO ${quoteIdentifier(name)}`;
}
