import type { Client } from '@agora/postgres';

import { qualified } from './names.ts';
import { readColumn, readRelation, whyNotColumn, whyNotTable } from './read/relation.ts';

/**
 * Whether a table, or a column of it, would be parked rather than destroyed. Reads only; the judge is what is measured
 * to be gone once the statement has run.
 */
export async function willPark(
  client: Client,
  {
    schema,
    table: name,
    column,
  }: { readonly schema: string; readonly table: string; readonly column?: string },
): Promise<boolean> {
  const table = await readRelation(client, qualified(schema, name));
  if (!table) return false;
  if (column === undefined) return whyNotTable(table) === undefined;
  const facts = await readColumn(client, table, column);
  return facts !== undefined && whyNotColumn(table, facts) === undefined;
}
