import type { Catalog } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { qualifiedName } from '../../objects/drop-statement.ts';
import { hasType, wordOf } from '../../objects/renames.ts';

/**
 * Statements that give what bears the name of a gone enum or range another one, until the plan drops it: a table or a view
 * is a type too, and the enum comes back before the plan runs.
 */
export function typeNamesFreed(current: Catalog, target: Catalog): string[] {
  const gone = new Set(
    [...target.objects.values()].flatMap(({ kind, key, schema, name }) =>
      (kind === 'enum' || kind === 'range type') && !current.objects.has(key)
        ? [qualifiedName(schema, name)]
        : [],
    ),
  );
  return [...current.objects.values()]
    .filter(({ kind, schema, name }) => hasType(kind) && gone.has(qualifiedName(schema, name)))
    .map(
      ({ kind, schema, name }, place) =>
        `ALTER ${wordOf(kind)} ${qualifiedName(schema, name)} RENAME TO ${quoteIdentifier(`agora_freed_${place + 1}`)}`,
    );
}
