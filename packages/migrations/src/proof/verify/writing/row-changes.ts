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
import type { Node } from 'libpg-query';

import { assignmentsOf } from '../../../losses/read/assignments.ts';
import { RUNNING } from '../../../losses/read/earlier-statements.ts';
import { keepsApart } from './keeping.ts';

/** What a node of a query does to rows that are there, under the names of its script. */
export interface Change {
  readonly table: Name;
  /** The column that it overwrites; absent where rows go. */
  readonly column?: string;
  /** All rows go (TRUNCATE), of which nobody counts how many. */
  readonly empties?: true;
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
  if (truncated)
    return [...each(truncated.relations, 'RangeVar')].map((one) => ({ table: nameOf(one), empties: true }));
  // A change of type that keeps all values apart takes none away.
  const assigned = assignmentsOf(node).filter(
    ({ value }) => !('AlterTableStmt' in node && keepsApart(value)),
  );
  const overwritten = assigned.map(({ table, column, value }): Change => ({
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

/** The column that a condition wants to be NULL, perhaps AND something else. */
function whereNull(where: Node | undefined): Pick<Change, 'whereNull'> {
  const both = as(where, 'BoolExpr');
  const parts = both?.boolop === 'AND_EXPR' ? (both.args ?? []) : [where];
  const tests = parts.map((part) => as(part, 'NullTest'));
  const test = tests.find((one) => one?.nulltesttype === 'IS_NULL');
  const column = strings(as(test?.arg, 'ColumnRef')?.fields).at(-1);
  return column === undefined ? {} : { whereNull: column };
}
