import { as, droppedNames, type ParsedStatement, plain } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { modelAfter } from '../../../script/model/model-after.ts';
import type { SchemaModel, TableFact } from '../../../script/model/schema-model.ts';
import type { Report, Rule } from '../../rule.ts';

/** A unique index or constraint that goes. */
interface Gone {
  /** In the model, with its schema. */
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

export const dropUnique: Rule = {
  name: 'drop-unique',
  severity: 'warning',
  category: 'breaks-code',
  summary: 'A unique key is dropped, and no other of the same columns stands',
  why: 'Running code that upserts by it fails (ON CONFLICT finds no key, 42P10), and rows that agree may be written from here on, which keep the key from coming back.',
  directions: ['up'],
  *statement(statement, scope): Iterable<Report> {
    for (const gone of goneIn(statement, scope.model)) {
      const before = scope.model.tables.get(gone.table);
      // Undefined where it is gone at the end of the script, or called otherwise.
      const after = modelAfter(scope, statement).tables.get(gone.table);
      if (before === undefined || scope.model.isUnseen(before.createdIn) || after === undefined) continue;
      const stay = gone.columns.every((column) => after.columns.has(column));
      if (!stay || isHeld(gone.columns, after)) continue;
      const list = gone.columns.join(', ');
      yield {
        message: `Nothing keeps ${plain(before)} (${list}) unique from here on: code that upserts by ${gone.columns.length === 1 ? 'it' : 'them'} fails.`,
        fix: `-- 1. release code that names (${list}) in no upsert, nor looks for one row by it alone\n-- 2. then, in a later migration:\n-- agora: allow drop-unique because no released code has upserted by (${list}) since <version>\n${statement.text};`,
      };
    }
  },
};

function goneIn(statement: ParsedStatement, model: SchemaModel): readonly Gone[] {
  const drop = as(statement.node, 'DropStmt');
  const indexes = drop?.removeType === 'OBJECT_INDEX' ? droppedNames(drop.objects) : [];
  const byIndex = indexes.flatMap((index) =>
    uniqueOf(model, model.indexes.get(model.key(index))?.table ?? '', index.name),
  );
  const byConstraint = alterationsOf(statement).flatMap(({ command, table }) =>
    command.subtype === 'AT_DropConstraint' ? uniqueOf(model, model.key(table), command.name ?? '') : [],
  );
  return [...byIndex, ...byConstraint];
}

/** A primary key is told by drop-primary-key. */
function uniqueOf(model: SchemaModel, key: string, name: string): readonly Gone[] {
  const table = model.tables.get(key);
  const found = table?.uniques?.find((one) => one.name === name && one.goneIn === undefined);
  const isPrimary = table?.constraints.some(
    (one) => one.kind === 'primary' && (one.name ?? `${table.name}_pkey`) === name,
  );
  return found === undefined || isPrimary ? [] : [{ table: key, name, columns: found.columns }];
}

function isHeld(columns: readonly string[], { uniques = [] }: TableFact): boolean {
  return uniques.some(
    (one) =>
      one.goneIn === undefined &&
      one.columns.length === columns.length &&
      one.columns.every((column) => columns.includes(column)),
  );
}
