import type { RenameStmt } from 'libpg-query';

import { nameFrom, nameOf, plain } from '@agora/postgres/parser';
import { constraintName } from './constraints.ts';
import type { SchemaModel } from './schema-model.ts';

function renameSchema(model: SchemaModel, from: string, to: string): void {
  model.schemas.set(to, model.schemas.has(from) ? model.schemas.get(from) : from);
  model.schemas.delete(from);
  for (const map of [
    model.tables,
    model.enums,
    model.domains,
    model.functions,
    model.indexes,
    model.policies,
  ]) {
    for (const key of map.keys()) {
      if (key.startsWith(`${from}.`)) move<unknown>(map, key, to + key.slice(from.length));
    }
  }
  const tables = new Set([...model.indexes.values()].map(({ table }) => table));
  for (const table of tables)
    if (table.startsWith(`${from}.`)) moveIndexes(model, table, to + table.slice(from.length));
}

/** Indexes are of their table under its new name, and in its schema. */
export function moveIndexes(model: SchemaModel, from: string, to: string): void {
  const [before, after] = [from, to].map((key) => key.slice(0, key.indexOf('.') + 1));
  const own = [...model.indexes].filter(([, { table }]) => table === from);
  for (const [key, index] of own) {
    model.indexes.delete(key);
    const moved =
      before !== undefined && key.startsWith(before) ? `${after}${key.slice(before.length)}` : key;
    model.indexes.set(moved, { ...index, table: to });
  }
}

/** What ALTER ... RENAME makes of the schema. */
export function applyRename(model: SchemaModel, statement: RenameStmt): void {
  const { renameType, relation, object, subname = '', newname = '' } = statement;
  if (renameType === 'OBJECT_TABLE') {
    const from = nameOf(relation);
    const table = model.touch(from);
    const target = model.key({ ...from, name: newname });
    move(model.policies, model.key(from), target);
    moveIndexes(model, model.key(from), target);
    // The names that PostgreSQL gave to constraints stay.
    const constraints = table.constraints.map((one) => {
      const name = constraintName(one, from);
      return name === undefined ? one : { ...one, name };
    });
    move(model.tables, model.key(from), target, { ...table, name: newname, constraints });
  } else if (renameType === 'OBJECT_SCHEMA') {
    renameSchema(model, subname, newname);
  } else if (renameType === 'OBJECT_TYPE') {
    const from = nameFrom(object && 'List' in object ? object.List.items : []);
    const target = { ...from, name: newname };
    renameColumnTypes(model, model.key(from), plain(target));
    move(model.enums, model.key(from), model.key(target));
  } else if (renameType === 'OBJECT_INDEX') {
    const from = nameOf(relation);
    const on = model.indexes.get(model.key(from))?.table ?? '';
    const table = model.tables.get(on);
    const uniques = table?.uniques?.map((one) => (one.name === from.name ? { ...one, name: newname } : one));
    if (table && uniques) model.tables.set(on, { ...table, uniques });
    move(model.indexes, model.key(from), model.key({ ...from, name: newname }));
  } else if (renameType === 'OBJECT_COLUMN' || renameType === 'OBJECT_TABCONSTRAINT') {
    const table = model.touch(nameOf(relation));
    const columns = new Map(table.columns);
    const renamed = new Map(table.renamed);
    const column = columns.get(subname);
    if (renameType === 'OBJECT_COLUMN') {
      const before = model.columnOriginOf(nameOf(relation), subname);
      renamed.delete(subname);
      if (before !== undefined) renamed.set(newname, before);
      if (column && columns.delete(subname)) columns.set(newname, { ...column, name: newname });
    }
    const swap = (name: string): string => (name === subname ? newname : name);
    const inColumns = <T extends Partial<Record<'columns' | 'reads', readonly string[]>>>(one: T): T =>
      renameType !== 'OBJECT_COLUMN'
        ? one
        : {
            ...one,
            ...(one.columns && { columns: one.columns.map(swap) }),
            ...(one.reads && { reads: one.reads.map(swap) }),
          };
    for (const [key, index] of model.indexes)
      if (index.table === model.key(nameOf(relation))) model.indexes.set(key, inColumns(index));
    const inName = <T extends { readonly name?: string }>(one: T): T =>
      renameType === 'OBJECT_TABCONSTRAINT' && one.name === subname ? { ...one, name: newname } : one;
    const constraints = table.constraints.map((one) => inName(inColumns(one)));
    const uniques = (table.uniques ?? []).map((one) => inName(inColumns(one)));
    model.tables.set(model.key(nameOf(relation)), { ...table, columns, constraints, renamed, uniques });
  }
}

/** Columns of a type are of the same type under its new name. */
function renameColumnTypes(model: SchemaModel, from: string, to: string): void {
  for (const [key, table] of model.tables) {
    const columns = new Map(
      [...table.columns].map(([name, column]) => {
        const [, base = '', array = ''] = /^(.*?)((?:\[\])*)$/.exec(column.type) ?? [];
        const type = base.includes('.') ? base : `${model.currentSchema}.${base}`;
        return [name, type === from ? { ...column, type: to + array } : column];
      }),
    );
    if ([...columns].some(([name, column]) => column !== table.columns.get(name)))
      model.tables.set(key, { ...table, columns });
  }
}

/** Keeps a value under another key. */
export function move<T>(
  map: Map<string, T>,
  from: string,
  to: string,
  value: T | undefined = map.get(from),
): void {
  map.delete(from);
  if (value !== undefined) map.set(to, value);
}
