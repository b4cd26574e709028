import type { Client } from '@agora/postgres';

import { contractColumnRename } from './column/contract-column.ts';
import type { Contraction } from './contraction.ts';
import type { OpenExpansion } from './open-expansions.ts';
import { contractTableRename } from './table/rename-table.ts';
import { contractTypeChange } from './type/contract-type.ts';

/**
 * What ends an expansion, from a database that stands after it; nothing in it is changed.
 *
 * @returns undefined where what it is about is no longer there
 */
export async function contractExpansion(
  client: Client,
  { of, schema, table: name, qualified, column = '', to, conversion, drops, since }: OpenExpansion,
): Promise<Contraction | undefined> {
  const table = qualified ? { schema, name } : { name };
  if (of === 'column') return contractColumnRename(client, { schema, table, column, copy: to }, since);
  if (of === 'type' && conversion !== undefined)
    return contractTypeChange(client, { schema, table, column }, { conversion, drops });
  if (of === 'table') return contractTableRename(client, { schema, table, to });
  return undefined;
}
