import {
  as,
  each,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  strings,
  walk,
} from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import { RUNNING } from '../../../losses/read/earlier-statements.ts';
import { isCastOf } from '../../../script/is-cast.ts';

/** What a node of a query does to rows that are there, under the names of its script. */
export interface Change {
  readonly table: Name;
  /** The column that it overwrites; absent where rows go. */
  readonly column?: string;
  /** A change of type through an expression. */
  readonly converts?: true;
  /** The column that must be NULL in the rows that it changes. */
  readonly whereNull?: string;
}

/** A column that is overwritten by what functions make. */
interface Overwriting {
  readonly table: Name;
  readonly column: string;
  readonly calls: readonly Name[];
}

/** The nodes of a statement that run when it does; those of a function or a view that it makes do not. */
export function runningNodes({ node, block }: ParsedStatement): readonly Node[] {
  const kind = Object.keys(node)[0] ?? '';
  const runs = RUNNING.has(kind) || kind === 'TruncateStmt' ? [node] : [];
  return [...walk([...runs, ...(block?.others ?? [])])];
}

/** The functions that are called anywhere in some nodes. */
export function callsIn(nodes: readonly Node[]): readonly Name[] {
  const calls = nodes.flatMap((node) => as(node, 'FuncCall') ?? as(node, 'CallStmt')?.funccall ?? []);
  return [
    ...new Map(
      calls.map(({ funcname }) => [JSON.stringify(nameFrom(funcname)), nameFrom(funcname)]),
    ).values(),
  ];
}

/** What one node changes; what stands inside it is another node's. */
export function changesOf(node: Node): readonly Change[] {
  const removal = as(node, 'DeleteStmt');
  if (removal) return [{ table: nameOf(removal.relation), ...whereNull(removal.whereClause) }];
  const truncated = as(node, 'TruncateStmt');
  if (truncated) return [...each(truncated.relations, 'RangeVar')].map((one) => ({ table: nameOf(one) }));
  const overwritten = assignmentsOf(node).map(({ table, column, value }): Change => ({
    table,
    column,
    ...('AlterTableStmt' in node && value !== undefined ? { converts: true } : {}),
    ...whereNull(as(node, 'UpdateStmt')?.whereClause),
  }));
  const merge = as(node, 'MergeStmt');
  const deletes = [...each(merge?.mergeWhenClauses, 'MergeWhenClause')].some(
    ({ commandType }) => commandType === 'CMD_DELETE',
  );
  return deletes ? [...overwritten, { table: nameOf(merge?.relation) }] : overwritten;
}

/** The columns that one node overwrites by what functions make of values. */
export function overwritingCalls(node: Node): readonly Overwriting[] {
  return assignmentsOf(node).flatMap(({ table, column, value }) => {
    const calls = callsIn([...walk([value])]);
    return calls.length === 0 ? [] : [{ table, column, calls }];
  });
}

interface Assignment {
  readonly table: Name;
  readonly column: string;
  readonly value: Node | undefined;
}

/** UPDATE, ON CONFLICT DO UPDATE, MERGE, and changes of type that are more than a cast. */
function assignmentsOf(node: Node): readonly Assignment[] {
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
    if (isItself(target.val, target.name, relation)) return [];
    return [{ table: nameOf(relation), column: target.name, value: target.val }];
  });
}

/** Whether a value is the column that it is put into: that stays what it is. */
function isItself(value: Node | undefined, column: string, relation: RangeVar | undefined): boolean {
  const names = strings(as(value, 'ColumnRef')?.fields);
  const own = relation?.alias?.aliasname ?? relation?.relname;
  return names.at(-1) === column && (names.length === 1 || names.at(-2) === own);
}

/** The column that a condition wants to be NULL, perhaps AND something else. */
function whereNull(where: Node | undefined): Pick<Change, 'whereNull'> {
  const both = as(where, 'BoolExpr');
  const parts = both?.boolop === 'AND_EXPR' ? (both.args ?? []) : [where];
  const tests = parts.map((part) => as(part, 'NullTest'));
  const test = tests.find((one) => one?.nulltesttype === 'IS_NULL');
  const column = strings(as(test?.arg, 'ColumnRef')?.fields).at(-1);
  return column === undefined ? {} : { whereNull: column };
}
