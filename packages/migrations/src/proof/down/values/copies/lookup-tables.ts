import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { parentName, qualifiedName } from '../../objects/drop-statement.ts';
import { type ColumnName, type Copy, copiesIn } from './copies.ts';
import { columnsOfTables } from './columns-of-tables.ts';
import { FIRST } from '../filler.ts';
import { valueOf } from '../placeholders.ts';

/** A table of words that rows pointed at, and the column that did. */
interface LookupBack {
  readonly table: CatalogObject;
  readonly statements: readonly string[];
}

/**
 * Tables that are gone and whose words the way forward had written into an enum first (`UPDATE t SET kind = k.name::kind
 * FROM kinds k WHERE k.id = t.kind_id`): they are made again with a row for each label, under keys of their own, and
 * rows point at them by their label.
 * @param up the way forward; its parser must be loaded
 */
export function lookupTablesBack(before: Catalog, current: Catalog, up: string): readonly LookupBack[] {
  const done = new Set<string>();
  return copiesIn(up, columnsOfTables(before, current)).flatMap((copy) => {
    const back = lookupBack(copy, before, current);
    return back === undefined || done.has(back.table.key) || !done.add(back.table.key) ? [] : [back];
  });
}

function lookupBack({ from, to, on }: Copy, before: Catalog, current: Catalog): LookupBack | undefined {
  if (on === undefined) return undefined;
  const word = columnOf(before, from);
  const key = columnOf(before, { ...from, column: on.from });
  const pointer = columnOf(before, { ...to, column: on.to });
  const label = columnOf(current, to);
  if (word === undefined || key === undefined || pointer === undefined || label === undefined)
    return undefined;
  const table = tableOf(before, word);
  const type = [...current.objects.values()].find(
    (object) => object.kind === 'enum' && object.address.oid === label.hidden['type'],
  );
  const isGone = (object: CatalogObject): boolean => !current.objects.has(object.key);
  if (table === undefined || type === undefined || !isGone(table) || !isGone(pointer)) return undefined;
  if (pointer.address.oid !== label.address.oid) return undefined;
  const columns = [...before.objects.values()].filter(
    (one) =>
      one.kind === 'column' &&
      one.address.oid === table.address.oid &&
      one.definition['generated'] === undefined,
  );
  const filled = columns.filter(
    (one) =>
      one.key === word.key ||
      one.key === key.key ||
      (one.definition['not null'] === true && one.definition['default'] === undefined),
  );
  const name = qualifiedName(table.schema, table.name);
  const rows = parentName(pointer);
  const [wordName, keyName, pointerName, labelName] = [word, key, pointer, label].map((one) =>
    quoteIdentifier(one.name),
  );
  const values = filled.map((one) =>
    one.key === word.key ? `word::text::${asText(word.definition['type'])}` : valueOf(one, before),
  );
  const labels = `pg_catalog.unnest(pg_catalog.enum_range(NULL::${qualifiedName(type.schema, type.name)})) WITH ORDINALITY`;
  return {
    table,
    statements: [
      `CREATE TABLE ${name} (${columns.map(definitionOf).join(', ')})`,
      `INSERT INTO ${name} (${filled.map((one) => quoteIdentifier(one.name)).join(', ')}) SELECT ${values.join(', ')} FROM (SELECT word, ${FIRST - 1} + place AS n FROM ${labels} AS labels(word, place)) AS numbered`,
      `ALTER TABLE ${rows} ADD COLUMN ${pointerName} ${asText(pointer.definition['type'])}`,
      `UPDATE ${rows} AS a SET ${pointerName} = (SELECT b.${keyName} FROM ${name} AS b WHERE b.${wordName}::text = a.${labelName}::text LIMIT 1)`,
    ],
  };
}

/** Without its key and its default, which the planner adds; but those with one need a value already. */
function definitionOf({ name, definition }: CatalogObject): string {
  const value = definition['default'];
  const isPlain = value !== undefined && !asText(value).includes('nextval(');
  return [
    `${quoteIdentifier(name)} ${asText(definition['type'])}`,
    ...(isPlain ? [`DEFAULT ${asText(value)}`] : []),
    ...(definition['not null'] === true ? ['NOT NULL'] : []),
  ].join(' ');
}

const tableOf = (catalog: Catalog, column: CatalogObject): CatalogObject | undefined =>
  catalog.objects.get(objectKey({ kind: 'table', schema: column.schema, name: column.parent ?? '' }));

function columnOf(catalog: Catalog, { schema, table, column }: ColumnName): CatalogObject | undefined {
  return [...catalog.objects.values()].find(
    (object) =>
      object.kind === 'column' &&
      object.parent === table &&
      object.name === column &&
      (schema === undefined || object.schema === schema),
  );
}
