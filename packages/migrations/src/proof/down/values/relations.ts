import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { parentName } from '../objects/drop-statement.ts';
import { bare, qualified, readForeignKey } from './foreign-key.ts';

/** A foreign key of one column that points at one column, as SQL names them. */
interface Reference {
  readonly constraint: CatalogObject;
  readonly from: string;
  readonly column: string;
  readonly to: string;
  readonly target: string;
}

/** A column that is made again with what it held. */
interface ReversedRelation {
  readonly column: CatalogObject;
  readonly statements: readonly string[];
}

/**
 * Statements for a relation that the way forward reversed: a column of `a` that referred to `b` is gone, and a new one of
 * `b` refers to `a`. What the lost column held is read from the other side; nothing is made up. The constraint and the
 * index of the column are left to the planner.
 */
export function restoreReversedRelations(before: Catalog, current: Catalog): ReversedRelation[] {
  const old = references(before);
  const added = references(current).filter(
    ({ constraint }) => before.objects.get(constraint.key) === undefined,
  );
  const result: ReversedRelation[] = [];
  for (const lost of old) {
    const column = columnOf(before, lost);
    if (column === undefined || columnOf(current, lost) !== undefined) continue;
    const reversed = added.filter(
      (one) => one.from === lost.to && one.to === lost.from && columnOf(before, one) === undefined,
    );
    const [mirror] = reversed;
    if (mirror === undefined || reversed.length > 1) continue;
    const name = quoteIdentifier(column.name);
    // That it is required again is left to the planner, and to who takes away rows that have come since.
    const statements = [
      `ALTER TABLE ${lost.from} ADD COLUMN ${name} ${asText(column.definition['type'])}`,
      `UPDATE ${lost.from} AS a SET ${name} = b.${lost.target} FROM ${mirror.from} AS b WHERE b.${mirror.column} = a.${mirror.target}`,
    ];
    result.push({ column, statements });
  }
  return result;
}

function references(catalog: Catalog): Reference[] {
  return [...catalog.objects.values()].flatMap((constraint) => {
    const found = readForeignKey(constraint);
    const [column, ...others] = found?.columns ?? [];
    const [target] = found?.targets ?? [];
    if (found === undefined || column === undefined || target === undefined || others.length > 0) return [];
    return [{ constraint, from: parentName(constraint), column, to: qualified(found.table), target }];
  });
}

const columnOf = (catalog: Catalog, { constraint, column }: Reference): CatalogObject | undefined =>
  catalog.objects.get(
    objectKey({ kind: 'column', schema: constraint.schema, parent: constraint.parent, name: bare(column) }),
  );
