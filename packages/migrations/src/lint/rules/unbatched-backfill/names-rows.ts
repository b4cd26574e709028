import type { Node } from 'libpg-query';

import { as, type Name, strings } from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';

/** Whether a condition names the rows one by one: a key of the table is one of a few constants. */
export function namesRows(where: Node | undefined, table: Name, model: SchemaModel): boolean {
  const columns = new Set(constantColumns(where));
  const known = model.table(table);
  const keys = known?.uniques?.filter(({ goneIn }) => goneIn === undefined).map((one) => one.columns) ?? [];
  // A table that no migration makes: Prisma's usual key.
  if (known === undefined) keys.push(['id']);
  return keys.some((key) => key.length > 0 && key.every((column) => columns.has(column)));
}

/** Columns that a condition holds to constants. */
function constantColumns(where: Node | undefined): readonly string[] {
  const both = as(where, 'BoolExpr');
  if (both?.boolop === 'AND_EXPR') return (both.args ?? []).flatMap((one) => constantColumns(one));
  const test = as(where, 'A_Expr');
  if (!test || strings(test.name).at(-1) !== '=') return [];
  const isList = test.kind === 'AEXPR_IN';
  if (!isList && test.kind !== 'AEXPR_OP') return [];
  const column = strings(as(test.lexpr, 'ColumnRef')?.fields).at(-1);
  const values = as(test.rexpr, 'List')?.items ?? (test.rexpr ? [test.rexpr] : []);
  return column !== undefined && values.every(isConstant) ? [column] : [];
}

function isConstant(node: Node): boolean {
  return as(as(node, 'TypeCast')?.arg ?? node, 'A_Const') !== undefined;
}
