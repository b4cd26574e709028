import type { CreateStmt } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import {
  as,
  droppedNames,
  each,
  type Name,
  nameOf,
  plain,
  quoted,
  relationsIn,
} from '@agora/postgres/parser';
import { typeText } from '../../../script/model/types.ts';
import type { Rule, StatementScope } from '../../rule.ts';

export const dropAddTable: Rule = {
  name: 'drop-add-table',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A table dropped and another with nearly the same columns created: a rename written as a loss',
  why: 'Prisma writes a renamed model as DROP TABLE and CREATE TABLE. Every row of the old table is gone.',
  directions: ['up'],
  supersedes: ['drop-table'],
  *statement(statement, scope) {
    const { model } = scope;
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_TABLE') return;
    for (const name of droppedNames(drop.objects)) {
      if (model.isNew(name)) continue;
      const created = twinOf(name, scope);
      if (created === undefined) continue;
      yield {
        message: `${plain(name)} is dropped and ${plain(created)}, with nearly the same columns, is created: if this is a rename, its rows are lost.`,
        fix: [
          `ALTER TABLE ${quoted(name)} RENAME TO ${quoteIdentifier(created.name)};`,
          ...respelled(name, created, scope),
        ].join('\n'),
      };
    }
  },
};

/** The new table that a dropped one may have become: the most alike, which no other dropped one is more like. */
function twinOf(name: Name, scope: StatementScope): Name | undefined {
  const { model, statements } = scope;
  const created = statements.flatMap(({ node }) => as(node, 'CreateStmt') ?? []);
  const likeness = (table: Name, create: CreateStmt): number => {
    const columns = [...(model.table(table)?.columns.values() ?? [])];
    return columns.length < 2 ? 0 : overlap(create, new Set(columns.map((one) => alike(one.name, one.type))));
  };
  const [twin] = created
    .filter((create) => likeness(name, create) >= 0.7)
    .toSorted((a, b) => likeness(name, b) - likeness(name, a));
  if (!twin) return undefined;
  const target = nameOf(twin.relation);
  const isItself = model.key(target) === model.key(name);
  const rivals = statements.flatMap(({ node }) => {
    const drop = as(node, 'DropStmt');
    return drop?.removeType === 'OBJECT_TABLE' ? droppedNames(drop.objects) : [];
  });
  const beaten = rivals.some((rival) => likeness(rival, twin) > likeness(name, twin));
  return isItself || beaten || copied(name, target, scope) ? undefined : target;
}

/** Whether the script copies the rows over. */
function copied(from: Name, to: Name, { model, statements }: StatementScope): boolean {
  return statements.some(({ node }) => {
    const insert = as(node, 'InsertStmt');
    if (!insert || model.key(nameOf(insert.relation)) !== model.key(to)) return false;
    return [...relationsIn(insert.selectStmt)].some((range) => model.key(nameOf(range)) === model.key(from));
  });
}

/** A column as it is compared: `created_at` and `createdAt` are one name in two spellings. */
function alike(name: string, type: string): string {
  return `${name.replaceAll('_', '').toLowerCase()} ${type}`;
}

/** The renames of columns that are spelled otherwise in the new table. */
function respelled(from: Name, to: Name, { model, statements }: StatementScope): readonly string[] {
  const create = statements
    .flatMap(({ node }) => as(node, 'CreateStmt') ?? [])
    .find((one) => model.key(nameOf(one.relation)) === model.key(to));
  const old = [...(model.table(from)?.columns.values() ?? [])];
  return [...each(create?.tableElts, 'ColumnDef')].flatMap(({ colname = '', typeName }) => {
    const same = alike(colname, typeText(typeName));
    const before = old.find((one) => alike(one.name, one.type) === same)?.name;
    if (before === undefined || before === colname) return [];
    const rename = `RENAME COLUMN ${quoteIdentifier(before)} TO ${quoteIdentifier(colname)};`;
    return [`ALTER TABLE ${quoted(to)} ${rename}`];
  });
}

/** Share of the columns (name and type) that both tables have, of the larger one's. */
function overlap(create: CreateStmt, columns: ReadonlySet<string>): number {
  const created = (create.tableElts ?? []).flatMap((element) => {
    const column = as(element, 'ColumnDef');
    return column ? alike(column.colname ?? '', typeText(column.typeName)) : [];
  });
  const shared = created.filter((column) => columns.has(column)).length;
  return shared / Math.max(created.length, columns.size, 1);
}
