import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { parentName } from '../objects/drop-statement.ts';
import { wantedOf } from './column-values.ts';
import { foreignKeyOf, isUnique } from './filler.ts';
import { qualified, readForeignKey } from './foreign-key.ts';

/** What makes a column required again. */
interface RequiredAgain {
  readonly sql: string;
  readonly hazard?: string;
}

/**
 * For columns that were required and may be null now: their rows without a value, which could not be there before, get
 * what a new row got. Where nothing can be made up, since the column refers to something or is unique, they go, and
 * foreign keys that came with the migration and point at them go first.
 */
export function requiredAgain(before: Catalog, current: Catalog): readonly RequiredAgain[] {
  const emptied = new Set<string>();
  const statements = [...before.objects.values()].flatMap((old) => {
    const now = current.objects.get(old.key);
    if (old.kind !== 'column' || now === undefined || old.definition['generated'] !== undefined) return [];
    if (old.definition['not null'] !== true || now.definition['not null'] === true) return [];
    if (now.definition['type'] !== old.definition['type']) return [];
    const [table, name] = [parentName(old), quoteIdentifier(old.name)];
    const value = valueOf(old, before);
    if (value !== undefined) {
      return {
        sql: `UPDATE ${table} SET ${name} = ${value} WHERE ${name} IS NULL`,
        hazard: `rows without a value in ${name} get ${value}`,
      };
    }
    emptied.add(table);
    return {
      sql: `DELETE FROM ${table} WHERE ${name} IS NULL`,
      hazard: `rows that could not be there before go: ${name} must have a value`,
    };
  });
  const keys = [...current.objects.values()].filter(
    (object) =>
      before.objects.get(object.key) === undefined &&
      emptied.has(qualified(readForeignKey(object)?.table ?? '')),
  );
  return [
    ...keys.map((key) => ({
      sql: `ALTER TABLE ${parentName(key)} DROP CONSTRAINT ${quoteIdentifier(key.name)}`,
    })),
    ...statements,
  ];
}

function valueOf(column: CatalogObject, before: Catalog): string | undefined {
  if (foreignKeyOf(column, before) !== undefined || isUnique(column, before)) return undefined;
  const given = column.definition['default'];
  const text = given === undefined ? wantedOf(column, before).otherwise : asText(given);
  return text === undefined || /\bnextval\b/.test(text) ? undefined : text;
}
