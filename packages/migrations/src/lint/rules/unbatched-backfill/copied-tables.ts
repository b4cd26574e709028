import type { InsertStmt, Node, SelectStmt } from 'libpg-query';

import { as, each, type Name, nameOf } from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { namesRows } from './names-rows.ts';

/** The existing tables that INSERT ... SELECT copies from; none where it takes few rows, or makes them up. */
export function copiedTables(insert: InsertStmt, model: SchemaModel): readonly Name[] {
  const select = as(insert.selectStmt, 'SelectStmt');
  if (!select) return [];
  const made = new Set(
    [...each([insert.withClause, select.withClause], 'CommonTableExpr')].map(({ ctename }) => ctename),
  );
  return sourcesOf(select).filter((table) => {
    const isCte = table.schema === undefined && made.has(table.name);
    return !isCte && !model.isNew(table) && !namesRows(select.whereClause, table, model);
  });
}

/** The tables of FROM, in both halves of a UNION; not those of a query with a LIMIT or one row for all. */
function sourcesOf(select: SelectStmt): readonly Name[] {
  const halves = [select.larg, select.rarg].flatMap((half) => half ?? []);
  if (select.limitCount !== undefined) return [];
  if (halves.length > 0) return halves.flatMap((half) => sourcesOf(half));
  return (select.fromClause ?? []).flatMap(tablesOf);
}

function tablesOf(node: Node): readonly Name[] {
  const range = as(node, 'RangeVar');
  if (range) return [nameOf(range)];
  const join = as(node, 'JoinExpr');
  if (join) return [join.larg, join.rarg].flatMap((side) => (side ? tablesOf(side) : []));
  const inner = as(as(node, 'RangeSubselect')?.subquery, 'SelectStmt');
  return inner ? sourcesOf(inner) : [];
}
