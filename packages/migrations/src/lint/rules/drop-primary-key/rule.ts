import { as, each, type Name, plain, strings } from '@agora/postgres/parser';

import { type Alteration, alterationsOf } from '../../../script/alterations.ts';
import { isNamed } from '../../../script/model/constraints.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule, StatementScope } from '../../rule.ts';

export const dropPrimaryKey: Rule = {
  name: 'drop-primary-key',
  severity: 'error',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A primary key is dropped',
  why: 'Running code that upserts by it fails (ON CONFLICT finds no key, 42P10), logical replication refuses every UPDATE and DELETE of the table (55000), and nothing keeps two rows from having the same id.',
  directions: ['up'],
  *statement(statement, scope) {
    for (const alteration of alterationsOf(statement)) {
      const { table } = alteration;
      const old = droppedKey(alteration, scope.model);
      if (old === undefined || scope.model.isNew(table)) continue;
      const next = newKey(alteration, scope);
      if (next !== undefined && (next.length === 0 || old.length === 0 || sameSet(next, old))) continue;
      const [was, will] = [old.join(', '), next?.join(', ')];
      yield {
        span: alteration,
        ...(next === undefined ? {} : { severity: 'warning' as const }),
        message:
          next === undefined
            ? `${plain(table)} has no primary key from here on.`
            : `The key of ${plain(table)} was (${was}) and becomes (${will}): code that upserts by the old one fails.`,
        fix:
          next === undefined
            ? '-- keep the key until another takes its place, in the same ALTER TABLE'
            : '-- 1. release code that names no key in ON CONFLICT, or names the new one; a UNIQUE over the old columns keeps the old code working\n-- 2. then, in a later migration, change the key',
      };
    }
  },
};

/** Columns of the primary key that a subcommand drops, as far as they are known; undefined if it drops none. */
function droppedKey({ table, command }: Alteration, model: SchemaModel): readonly string[] | undefined {
  if (command.subtype !== 'AT_DropConstraint') return undefined;
  const name = command.name ?? '';
  const found = model.table(table)?.constraints.find((one) => isNamed(one, table, name));
  if (found) return found.kind === 'primary' ? found.columns : undefined;
  // The name that PostgreSQL and Prisma give.
  return name.endsWith('_pkey') ? [] : undefined;
}

/** Columns of the primary key that the script gives the table afterwards; empty where an index names them. */
function newKey(dropped: Alteration, { model, statements }: StatementScope): readonly string[] | undefined {
  for (const { table, command, start } of statements.flatMap((one) => alterationsOf(one))) {
    if (start < dropped.start || model.key(table) !== model.key(dropped.table)) continue;
    const column = as(command.def, 'ColumnDef');
    const given = as(command.def, 'Constraint');
    const key = [...(given ? [given] : []), ...each(column?.constraints, 'Constraint')].find(
      ({ contype }) => contype === 'CONSTR_PRIMARY',
    );
    if (key?.indexname !== undefined) return columnsOfIndex(table, key.indexname, model);
    if (key) return column ? [column.colname ?? ''] : strings(key.keys);
  }
  return undefined;
}

/** Empty where no migration has made the index. */
function columnsOfIndex(table: Name, index: string, model: SchemaModel): readonly string[] {
  return model.table(table)?.uniques?.find(({ name }) => name === index)?.columns ?? [];
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
