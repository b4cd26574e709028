import { asText, canonical, type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from './drop-statement.ts';
import { relabelled } from './relabelled.ts';
import type { DownStatement } from '../types.ts';

/**
 * Statements that make every enum whose labels differ anew, with the labels of `target` in their order,
 * and move the columns of that type over by their text. For when ALTER TYPE ... ADD VALUE will not do:
 * a label added that way cannot be used before its transaction commits.
 *
 * @param up the way forward, which tells what became of a label that it replaced
 */
export function rebuildEnums(current: Catalog, target: Catalog, up: string): DownStatement[] {
  const statements: DownStatement[] = [];
  for (const wanted of target.objects.values()) {
    const present = current.objects.get(wanted.key);
    if (wanted.kind !== 'enum' || present === undefined) continue;
    if (canonical(wanted.definition['labels']) === canonical(present.definition['labels'])) continue;
    statements.push(...rebuild(current, present, wanted, up));
  }
  return statements;
}

const plain = (sql: string): DownStatement => ({ sql, lock: 'ACCESS EXCLUSIVE' });

function rebuild(
  current: Catalog,
  present: CatalogObject,
  wanted: CatalogObject,
  up: string,
): DownStatement[] {
  const replaced = relabelled(up, enumLabels(present), enumLabels(wanted));
  const words = [...replaced].map(([label, old]) => `${quoteLiteral(label)} becomes ${quoteLiteral(old)}`);
  const name = qualifiedName(wanted.schema, wanted.name);
  const aside = `agora_old_${wanted.name}`.slice(0, 60);
  const values = labelList(wanted);
  const columns = [...current.objects.values()].filter(
    (object) =>
      object.kind === 'column' &&
      ['r', 'p'].includes(asText(object.hidden['relation kind'])) &&
      object.definition['inherited'] !== true &&
      [0, 1].includes(arrayDepth(object, present)),
  );
  const moves = columns.flatMap((column) => {
    const alter = `ALTER TABLE ${parentName(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
    const array = arrayDepth(column, present) === 1;
    const move = `${alter} TYPE ${name}${array ? '[]' : ''} USING ${asWanted(column.name, array, replaced)}::${name}${array ? '[]' : ''}`;
    return [
      ...(column.definition['default'] === undefined ? [] : [plain(`${alter} DROP DEFAULT`)]),
      words.length === 0 ? plain(move) : { ...plain(move), hazard: words.join(', ') },
    ];
  });
  return [
    plain(`ALTER TYPE ${name} RENAME TO ${quoteIdentifier(aside)}`),
    plain(`CREATE TYPE ${name} AS ENUM (${values})`),
    ...moves,
    plain(`DROP TYPE ${qualifiedName(wanted.schema, aside)}`),
  ];
}

/** A column's value as text, by the labels that the enum then has. */
function asWanted(name: string, array: boolean, replaced: ReadonlyMap<string, string>): string {
  const column = quoteIdentifier(name);
  if (array) {
    return [...replaced].reduce(
      (text, [label, old]) => `array_replace(${text}, ${quoteLiteral(label)}, ${quoteLiteral(old)})`,
      `${column}::text[]`,
    );
  }
  if (replaced.size === 0) return `${column}::text`;
  const cases = [...replaced].map(([label, old]) => `WHEN ${quoteLiteral(label)} THEN ${quoteLiteral(old)}`);
  return `(CASE ${column}::text ${cases.join(' ')} ELSE ${column}::text END)`;
}

/**
 * CREATE TYPE for enums that the migration dropped while a column that had one lives on as another type: the
 * planner may change the column before it makes the type.
 */
export function createMissingEnums(current: Catalog, target: Catalog): string[] {
  const statements: string[] = [];
  for (const wanted of target.objects.values()) {
    if (wanted.kind !== 'enum' || current.objects.has(wanted.key)) continue;
    const used = [...target.objects.values()].some(
      (column) =>
        column.kind === 'column' && arrayDepth(column, wanted) >= 0 && current.objects.has(column.key),
    );
    if (used)
      statements.push(
        `CREATE TYPE ${qualifiedName(wanted.schema, wanted.name)} AS ENUM (${labelList(wanted)})`,
      );
  }
  return statements;
}

function labelList(type: CatalogObject): string {
  return enumLabels(type).map(quoteLiteral).join(', ');
}

/** 0 for a column of the type, 1 for an array of it, -1 for anything else. */
function arrayDepth(column: CatalogObject, type: CatalogObject): number {
  if (column.hidden['type'] === type.address.oid) return 0;
  return column.hidden['type name'] === `${type.schema ?? ''}._${type.name}` ? 1 : -1;
}
