import { asText, type Catalog, compareCatalogs } from '@agora/catalog';
import type { Statement } from '@agora/postgres';

import { lossesBetween, lossName } from '../../down/losses.ts';
import { dataChangeOf } from '../../sample/index.ts';
import type { Forward, Unseen } from './go-forward.ts';

/**
 * Columns and tables that the way forward drops, among those whose rows had to go before it went through:
 * nothing of them could be seen to be lost.
 */
export function unseenLosses(unseen: Unseen | undefined, after: Catalog): string[] {
  if (unseen === undefined) return [];
  const { tables, before } = unseen;
  return lossesBetween(before, after)
    .filter(({ schema, table }) => tables === 'all' || tables.has(`${schema}.${table}`))
    .map(lossName);
}

/**
 * Tables from before whose columns the way forward changes or drops and that had no row when it ran, as `schema.table`.
 */
export function changedWithoutRows(
  before: Catalog,
  after: Catalog,
  forward: Pick<Forward, 'content'>,
): readonly string[] {
  const changed = compareCatalogs(before, after).flatMap(({ kind, object, attribute }) =>
    object.kind === 'column' &&
    object.definition['generated'] === undefined &&
    ['r', 'p'].includes(asText(object.hidden['relation kind'])) &&
    (kind === 'missing' || attribute === 'type')
      ? [`${object.schema}.${object.parent}`]
      : [],
  );
  return [...new Set(changed)].filter((table) => {
    const rows = [...(forward.content.tables.get(table)?.values.values() ?? [])][0];
    return rows === undefined || rows.length === 0;
  });
}

/**
 * What UPDATEs and DELETEs change that met no row: columns and tables that were there before. On rows that
 * nobody could make up they may change something, and no way back was seen to undo it.
 *
 * @param notes gains a line for each such statement
 */
export function idleLosses(before: Catalog, idle: readonly Statement[], notes: string[]): string[] {
  return idle.flatMap((statement) => {
    const change = dataChangeOf(statement.text);
    if (change === undefined) return [];
    const names = [...before.objects.values()].flatMap((object) => {
      const isTable =
        object.kind === 'table' && object.name === change.table.name && change.kind !== 'update';
      const isColumn =
        object.kind === 'column' &&
        object.parent === change.table.name &&
        object.definition['generated'] === undefined &&
        change.columns.includes(object.name);
      if (!isTable && !isColumn) return [];
      if (change.table.schema !== undefined && change.table.schema !== object.schema) return [];
      return [
        [object.schema ?? '', object.parent, object.name].filter((part) => part !== undefined).join('.'),
      ];
    });
    if (names.length > 0)
      notes.push(
        `line ${statement.line} met no made-up row, so what it changes counts as lost: ${names.join(', ')}`,
      );
    return names;
  });
}
