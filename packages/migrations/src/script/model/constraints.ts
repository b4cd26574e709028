import type { ColumnDef, Constraint, IndexStmt, Node } from 'libpg-query';

import { as, each, type Name, nameOf, strings } from '@agora/postgres/parser';
import { madeName } from '../made-name.ts';
import type { ConstraintFact, IndexFact, SchemaModel, TableFact, UniqueFact } from './schema-model.ts';

const constraintKinds: Partial<Record<string, ConstraintFact['kind']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not-null',
};

/** Of `pg_constraint.confdeltype`. */
const DELETE_ACTIONS: Partial<Record<string, NonNullable<ConstraintFact['onDelete']>>> = {
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
  r: 'RESTRICT',
};

/** @param uniques those of the table, one of which USING INDEX may name */
export function constraintFact(
  model: SchemaModel,
  constraint: Constraint,
  uniques: readonly UniqueFact[] = [],
): ConstraintFact {
  const used = uniques.find(({ name }) => name === constraint.indexname)?.columns ?? [];
  return {
    ...(constraint.conname === undefined ? {} : { name: constraint.conname }),
    kind: constraintKinds[constraint.contype ?? ''] ?? 'check',
    validated: constraint.skip_validation !== true,
    addedIn: model.migration,
    columns: ['CONSTR_PRIMARY', 'CONSTR_UNIQUE'].includes(constraint.contype ?? '')
      ? [...strings(constraint.keys), ...used]
      : strings(constraint.fk_attrs),
    ...(constraint.raw_expr === undefined ? {} : { reads: columnsRead([constraint.raw_expr]) }),
    ...(constraint.pktable === undefined
      ? {}
      : {
          parent: model.key(nameOf(constraint.pktable)),
          onDelete: DELETE_ACTIONS[constraint.fk_del_action ?? ''] ?? 'NO ACTION',
        }),
    notNullColumns:
      constraint.contype === 'CONSTR_NOTNULL'
        ? strings(constraint.keys)
        : notNullColumns(constraint.raw_expr),
  };
}

/** Columns that expressions read. */
function columnsRead(expressions: readonly (Node | undefined)[]): readonly string[] {
  return [...each(expressions, 'ColumnRef')].flatMap(({ fields }) => strings(fields).slice(-1));
}

/** What an index has of the columns of its table. @param named those that are its keys */
export function indexedColumns(
  { whereClause, indexParams = [], indexIncludingParams = [] }: IndexStmt,
  named: readonly string[],
): Pick<IndexFact, 'columns' | 'reads'> {
  const included = [...each(indexIncludingParams, 'IndexElem')].flatMap(({ name }) => name ?? []);
  const columns = [...named, ...included, ...columnsRead([...indexParams, whereClause])];
  const isPlain = whereClause === undefined && named.length === indexParams.length;
  return isPlain ? { columns } : { columns, reads: columns };
}

/** Columns that `a IS NOT NULL [AND ...]` proves. */
function notNullColumns(expression: Node | undefined): readonly string[] {
  const both = as(expression, 'BoolExpr');
  if (both?.boolop === 'AND_EXPR') return (both.args ?? []).flatMap((one) => notNullColumns(one));
  const test = as(expression, 'NullTest');
  if (test?.nulltesttype !== 'IS_NOT_NULL') return [];
  return strings(as(test.arg, 'ColumnRef')?.fields).slice(-1);
}

const INLINE: ReadonlySet<string> = new Set([
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_FOREIGN',
  'CONSTR_CHECK',
]);

/** PRIMARY KEY, UNIQUE, REFERENCES and CHECK written at a column. */
export function columnKeys(model: SchemaModel, column: ColumnDef): readonly ConstraintFact[] {
  return [...each(column.constraints, 'Constraint')]
    .filter(({ contype }) => INLINE.has(contype ?? ''))
    .map((one) => constraintFact(model, one))
    .map((one) => (one.kind === 'check' ? one : { ...one, columns: [column.colname ?? ''] }));
}

/** The name is the one PostgreSQL gives where none is written. */
export function uniqueFact(table: Name, { kind, name, columns }: ConstraintFact): readonly UniqueFact[] {
  if (kind === 'primary') return [{ name: name ?? `${table.name}_pkey`, columns }];
  return kind === 'unique' ? [{ name: name ?? `${table.name}_${columns.join('_')}_key`, columns }] : [];
}

/** Columns of a primary key are NOT NULL without saying so. */
export function requireKeys(
  columns: TableFact['columns'],
  constraints: readonly ConstraintFact[],
): TableFact['columns'] {
  const keys = constraints.filter(({ kind }) => kind === 'primary').flatMap((one) => one.columns);
  return new Map(
    [...columns].map(([name, column]) => [name, keys.includes(name) ? { ...column, notNull: true } : column]),
  );
}

export function addUnique(model: SchemaModel, name: Name, fact: UniqueFact): void {
  const table = model.touch(name);
  model.tables.set(model.key(name), { ...table, uniques: [...(table.uniques ?? []), fact] });
}

/** @param index as the model knows it, with its schema */
export function dropUniqueIndex(model: SchemaModel, index: string): void {
  const key = model.indexes.get(index)?.table ?? '';
  const table = model.tables.get(key);
  const name = index.slice(index.indexOf('.') + 1);
  if (table) model.tables.set(key, { ...table, uniques: withoutUnique(table, name, model.migration) });
}

export function withoutUnique(table: TableFact, name: string, goneIn: number): readonly UniqueFact[] {
  return (table.uniques ?? []).map((one) =>
    one.name === name && one.goneIn === undefined ? { ...one, goneIn } : one,
  );
}

/** Whether it has that name; where none is written it is the one that PostgreSQL gives. */
export function isNamed(constraint: ConstraintFact, table: Name, name: string): boolean {
  return constraintName(constraint, table) === name;
}

/** The name written, or the one that PostgreSQL gives; undefined for kinds whose name is not known. */
export function constraintName(constraint: ConstraintFact, table: Name): string | undefined {
  const [unique] = uniqueFact(table, constraint);
  const foreign =
    constraint.kind === 'foreign' ? `${table.name}_${constraint.columns.join('_')}_fkey` : undefined;
  const read = [...new Set(constraint.reads)];
  const check =
    constraint.kind === 'check'
      ? madeName(table.name, read.length === 1 ? read.join() : '', 'check')
      : undefined;
  return constraint.name ?? unique?.name ?? foreign ?? check;
}

/** The name that PostgreSQL gives to an index without one. */
export function indexName(model: SchemaModel, table: Name, columns: readonly (string | undefined)[]): string {
  const text = columns.map((column) => column ?? 'expr').join('_');
  for (let number = 0; ; number += 1) {
    const name = madeName(table.name, text, number === 0 ? 'idx' : `idx${number}`);
    if (!model.indexes.has(model.key({ ...table, name }))) return name;
  }
}
