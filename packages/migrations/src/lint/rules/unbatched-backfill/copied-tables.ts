import type { Node, SelectStmt } from 'libpg-query';

import { as, type Name, nameOf } from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { namesRows } from './names-rows.ts';

/** Where a query is read: what the names of its WITH stand for. */
interface Scope {
  readonly model: SchemaModel;
  readonly queries: ReadonlyMap<string, Node | undefined>;
}

/**
 * The existing tables whose rows a query takes: those of FROM, in both halves of a UNION and behind the names of WITH. Not
 * those of a query with a LIMIT, nor where a key names the rows. Each once.
 */
export function copiedTables(select: SelectStmt, scope: Scope): readonly Name[] {
  const tables = everyTable(select, scope);
  const keys = tables.map((table) => scope.model.key(table));
  return tables.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

function everyTable(select: SelectStmt, scope: Scope): readonly Name[] {
  const halves = [select.larg, select.rarg].flatMap((half) => half ?? []);
  if (select.limitCount !== undefined) return [];
  if (halves.length > 0) return halves.flatMap((half) => everyTable(half, scope));
  return (select.fromClause ?? [])
    .flatMap((node) => tablesOf(node, scope))
    .filter((table) => !namesRows(select.whereClause, table, scope.model));
}

/** The same of one item of FROM. */
export function tablesOf(node: Node, scope: Scope): readonly Name[] {
  const range = as(node, 'RangeVar');
  if (range) {
    const table = nameOf(range);
    if (table.schema !== undefined || !scope.queries.has(table.name))
      return scope.model.isNew(table) ? [] : [table];
    // A recursive one names itself.
    const queries = new Map([...scope.queries, [table.name, undefined]]);
    return ofQuery(scope.queries.get(table.name), { ...scope, queries });
  }
  const join = as(node, 'JoinExpr');
  if (join) return [join.larg, join.rarg].flatMap((side) => (side ? tablesOf(side, scope) : []));
  return ofQuery(as(node, 'RangeSubselect')?.subquery, scope);
}

/** What changes rows and returns them is told by itself. */
function ofQuery(query: Node | undefined, scope: Scope): readonly Name[] {
  const select = as(query, 'SelectStmt');
  return select ? everyTable(select, scope) : [];
}
