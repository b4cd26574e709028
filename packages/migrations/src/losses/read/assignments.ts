import { as, each, type Name, nameOf, strings } from '@agora/postgres/parser';
import type { Node, RangeVar, ResTarget } from 'libpg-query';

import { isCastOf } from '../../script/is-cast.ts';

/** A column that a node of a query overwrites, and by what. */
export interface Assignment {
  readonly table: Name;
  readonly column: string;
  readonly value: Node | undefined;
}

/** UPDATE, ON CONFLICT DO UPDATE, MERGE, and changes of type that are more than a cast. */
export function assignmentsOf(node: Node): readonly Assignment[] {
  const alter = as(node, 'AlterTableStmt');
  if (alter)
    return [...each(alter.cmds, 'AlterTableCmd')].flatMap(({ subtype, name = '', def }): Assignment[] => {
      const value = as(def, 'ColumnDef')?.raw_default;
      if (subtype !== 'AT_AlterColumnType' || value === undefined || isCastOf(value, name)) return [];
      return [{ table: nameOf(alter.relation), column: name, value }];
    });
  const update = as(node, 'UpdateStmt');
  if (update) return targets(update.relation, update.targetList);
  const insert = as(node, 'InsertStmt');
  if (insert) return targets(insert.relation, insert.onConflictClause?.targetList);
  const merge = as(node, 'MergeStmt');
  return [...each(merge?.mergeWhenClauses, 'MergeWhenClause')].flatMap(({ commandType, targetList }) =>
    commandType === 'CMD_UPDATE' ? targets(merge?.relation, targetList) : [],
  );
}

function targets(relation: RangeVar | undefined, list: readonly Node[] | undefined): readonly Assignment[] {
  return (list ?? []).flatMap((item): Assignment[] => {
    const target = as(item, 'ResTarget');
    if (target?.name === undefined) return [];
    const value = valueOf(target);
    if (isItself(value, target.name, relation)) return [];
    return [{ table: nameOf(relation), column: target.name, value }];
  });
}

/** What is assigned: of `(a, b) = (1, 2)` the part for this column. */
export function valueOf({ val }: ResTarget): Node | undefined {
  const part = as(val, 'MultiAssignRef');
  return part === undefined
    ? val
    : (as(part.source, 'RowExpr')?.args?.[(part.colno ?? 1) - 1] ?? part.source);
}

/** Whether a value is the column that it is put into: that stays what it is. */
function isItself(value: Node | undefined, column: string, relation: RangeVar | undefined): boolean {
  const names = strings(as(value, 'ColumnRef')?.fields);
  const own = relation?.alias?.aliasname ?? relation?.relname;
  return names.at(-1) === column && (names.length === 1 || names.at(-2) === own);
}
