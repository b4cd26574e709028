import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { parentName } from './drop-statement.ts';

/** A NOT NULL that has been validated since, or not been there: only a new one can be NOT VALID or NO INHERIT. */
export function unvalidatedNotNull(object: CatalogObject): readonly string[] {
  const constraint = quoteIdentifier(asText(object.hidden['name']));
  const words = [
    ...(object.definition['no inherit'] === true ? ['NO INHERIT'] : []),
    ...(object.definition['validated'] !== true ? ['NOT VALID'] : []),
  ];
  return [
    `ALTER TABLE ${parentName(object)} DROP CONSTRAINT IF EXISTS ${constraint}`,
    `ALTER TABLE ${parentName(object)} ALTER COLUMN ${quoteIdentifier(object.name)} DROP NOT NULL`,
    `ALTER TABLE ${parentName(object)} ADD CONSTRAINT ${constraint} NOT NULL ${quoteIdentifier(object.name)} ${words.join(' ')}`,
  ];
}

/** A NOT NULL that was validated, or passed on to children, and is so no more. */
export function wholeNotNull(object: CatalogObject): readonly string[] {
  const constraint = quoteIdentifier(asText(object.hidden['name']));
  const alter = `ALTER TABLE ${parentName(object)}`;
  return [
    ...(object.definition['no inherit'] === true ? [`${alter} ALTER CONSTRAINT ${constraint} INHERIT`] : []),
    ...(object.definition['validated'] !== true ? [`${alter} VALIDATE CONSTRAINT ${constraint}`] : []),
  ];
}

/**
 * Renames of NOT NULL constraints that are still the same ones (PostgreSQL 18): their names are not compared, but a
 * statement can name them.
 */
export function notNullNamesBack(before: Catalog, current: Catalog): string[] {
  const now = new Map(
    [...current.objects.values()].flatMap((object) =>
      object.kind === 'column' ? [[`${object.address.oid}:${object.address.sub}`, object] as const] : [],
    ),
  );
  return [...before.objects.values()].flatMap((old) => {
    const same = old.kind === 'column' ? now.get(`${old.address.oid}:${old.address.sub}`) : undefined;
    const [was, is] = [old.hidden['not null'], same?.hidden['not null']];
    if (same === undefined || typeof was !== 'string' || typeof is !== 'string' || was === is) return [];
    if (same.definition['inherited'] === true) return [];
    return [
      `ALTER TABLE ${parentName(same)} RENAME CONSTRAINT ${quoteIdentifier(is)} TO ${quoteIdentifier(was)}`,
    ];
  });
}
