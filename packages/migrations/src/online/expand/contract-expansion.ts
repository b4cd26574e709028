import type { Client } from '@agora/postgres';

import { contractColumnRename } from './column/contract-column.ts';
import type { Contraction } from './contraction.ts';
import type { OpenExpansion } from './open-expansions.ts';

/**
 * What ends an expansion, from a database that stands after it; nothing in it is changed.
 *
 * @returns undefined where what it is about is no longer there
 */
export async function contractExpansion(
  client: Client,
  { schema, table: name, qualified, column = '', to, since }: OpenExpansion,
): Promise<Contraction | undefined> {
  const table = qualified ? { schema, name } : { name };
  return contractColumnRename(client, { schema, table, column, copy: to }, since);
}
