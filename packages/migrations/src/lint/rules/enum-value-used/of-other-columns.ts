import type { InsertStmt, Node, UpdateStmt } from 'libpg-query';

import { as, each, type Name, nameOf, type ParsedStatement } from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';

/** Where constants stand that are written into a column known to be of another type. */
export function ofOtherColumns(
  { node }: ParsedStatement,
  model: SchemaModel,
  type: Name,
): readonly (number | undefined)[] {
  const insert = as(node, 'InsertStmt');
  const update = as(node, 'UpdateStmt');
  const table = model.table(nameOf(insert?.relation ?? update?.relation));
  if (!table) return [];
  const isOther = (column: string | undefined): boolean => {
    const known = table.columns.get(column ?? '')?.type.replace(/(?:\[\])+$/, '');
    return known !== undefined && known.split('.').at(-1) !== type.name;
  };
  return [...(insert ? valuesOf(insert, [...table.columns.keys()]) : []), ...(update ? setsOf(update) : [])]
    .filter(([column]) => isOther(column))
    .map(([, value]) => as(value, 'A_Const')?.location);
}

type Written = readonly [column: string | undefined, value: Node | undefined];

function valuesOf({ cols, selectStmt }: InsertStmt, all: readonly string[]): readonly Written[] {
  const names = cols === undefined ? all : [...each(cols, 'ResTarget')].map(({ name }) => name);
  const rows = as(selectStmt, 'SelectStmt')?.valuesLists ?? [];
  return rows.flatMap((row) =>
    (as(row, 'List')?.items ?? []).map((value, at): Written => [names[at], value]),
  );
}

function setsOf({ targetList = [] }: UpdateStmt): readonly Written[] {
  return targetList.map((one): Written => [as(one, 'ResTarget')?.name, as(one, 'ResTarget')?.val]);
}
