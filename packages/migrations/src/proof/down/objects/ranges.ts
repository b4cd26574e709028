import { asText, type Catalog } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { qualifiedName } from './drop-statement.ts';

/** The name of a multirange type without its schema, as SQL; format_type writes both. */
const bare = (name: string): string => {
  const last = /(?:"(?:[^"]|"")+"|[^."]+)$/.exec(name)?.[0] ?? name;
  return last.startsWith('"') ? last : quoteIdentifier(last);
};

/** Renames of the multirange types of ranges that are still there. */
export function multirangesBack(before: Catalog, current: Catalog): string[] {
  return [...before.objects.values()].flatMap((old) => {
    const now = old.kind === 'range type' ? current.objects.get(old.key) : undefined;
    if (now === undefined) return [];
    const [was, is] = [old, now].map(({ definition }) => asText(definition['multirange']));
    return was === is ? [] : [`ALTER TYPE ${is} RENAME TO ${bare(was ?? '')}`];
  });
}

/**
 * CREATE TYPE for ranges that are gone while a column to come is of their multirange type: the planner does not see
 * that the one comes with the other, and may make the column first.
 */
export function createMissingRanges(current: Catalog, target: Catalog): string[] {
  const columnTypes = new Set(
    [...target.objects.values()].map(({ kind, definition }) =>
      kind === 'column' ? asText(definition['type']).replace(/\[\]$/, '') : '',
    ),
  );
  return [...target.objects.values()].flatMap((type) => {
    if (type.kind !== 'range type' || current.objects.has(type.key)) return [];
    const text = (attribute: string): string => asText(type.definition[attribute]);
    if (!columnTypes.has(text('multirange'))) return [];
    const parts = [
      ['SUBTYPE', text('subtype')],
      ['SUBTYPE_OPCLASS', text('operator class')],
      ['COLLATION', text('collation')],
      ['CANONICAL', text('canonical')],
      ['SUBTYPE_DIFF', text('difference')],
      ['MULTIRANGE_TYPE_NAME', text('multirange')],
    ].filter(([, value]) => value !== '');
    const list = parts.map(([name, value]) => `${name} = ${value}`).join(', ');
    return [`CREATE TYPE ${qualifiedName(type.schema, type.name)} AS RANGE (${list})`];
  });
}
