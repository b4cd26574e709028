import { asText, type Catalog } from '@agora/catalog';

import type { TableColumns } from './copies.ts';

/** The columns of tables at either end of a migration. */
export function columnsOfTables(before: Catalog, after: Catalog): TableColumns {
  return { before: (table) => columnsIn(before, table), after: (table) => columnsIn(after, table) };
}

function columnsIn(
  catalog: Catalog,
  { schema, table }: Parameters<TableColumns['before']>[0],
): readonly string[] {
  for (const object of catalog.objects.values()) {
    if (object.kind !== 'table' || object.name !== table) continue;
    if (schema !== undefined && object.schema !== schema) continue;
    const names = object.hidden['columns'];
    return Array.isArray(names) ? names.map(asText) : [];
  }
  return [];
}
